import { MOST_SHARDS, type Shard } from '../records/shard.js';

const DIGITS = `${MOST_SHARDS}`.length;
const ENDING = new RegExp(`-(\\d{${DIGITS}})-of-(\\d{${DIGITS}})$`);

const padded = (number: number): string => `${number}`.padStart(DIGITS, '0');

/** The name of a shard of an output, `-00003-of-00064` behind that of the whole; both without ending. */
export const shardName = (whole: string, shard: Shard | undefined): string =>
  shard ? `${whole}-${padded(shard.index)}-of-${padded(shard.of)}` : whole;

/** The shard that a name (without its ending) is of, and the name of the whole; undefined for none. */
export function readShardName(name: string): { whole: string; shard: Shard } | undefined {
  const found = ENDING.exec(name);
  if (!found) return undefined;
  const [index, of] = [Number(found[1]), Number(found[2])];
  return index < of ? { whole: name.slice(0, found.index), shard: { index, of } } : undefined;
}
