import { MOST_SHARDS, type Shard } from '../records/shard.js';
import { type Kind, ValueError } from './kind.js';

/** One of some shards, `3/64`, counted from 0. */
export const shardNumber: Kind<Shard> = {
  placeholder: 'I/N',
  read: given => {
    const [, index, of] = /^(\d+)\/(\d+)$/.exec(given)?.map(Number) ?? [];
    if (index === undefined || of === undefined) {
      throw new ValueError('must be I/N, like 3/64, I counted from 0');
    }
    if (of < 1 || of > MOST_SHARDS) {
      throw new ValueError(`there may be from 1 to ${MOST_SHARDS} shards`);
    }
    if (index >= of) {
      throw new ValueError(`shards are counted from 0, so the last of ${of} is ${of - 1}/${of}`);
    }
    return { index, of };
  },
  write: ({ index, of }) => `${index}/${of}`,
  schema: { type: 'string', pattern: '^\\d+/\\d+$' },
};
