import { Transform } from 'node:stream';
import { settle } from '../stream/settle.js';
import { recordJson } from './json-text.js';

/** A Transform of records to lines of JSON, as bytes. */
export function toJsonLines(): Transform {
  return new Transform({
    writableObjectMode: true,
    transform(record: object, _encoding, done) {
      settle(() => void this.push(`${recordJson(record)}\n`), done);
    },
  });
}
