import { Transform } from 'node:stream';
import { settle } from '../stream/settle.js';

/** A Transform of records to lines of JSON, as bytes. */
export function toJsonLines(): Transform {
  return new Transform({
    writableObjectMode: true,
    transform(record: unknown, _encoding, done) {
      settle(() => void this.push(`${JSON.stringify(record)}\n`), done);
    },
  });
}
