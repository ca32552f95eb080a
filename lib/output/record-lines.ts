import { Transform } from 'node:stream';
import { settle } from '../stream/settle.js';
import { JsonBytes } from './json-bytes.js';

/** A Transform of records to lines of JSON, as bytes; texts that are in bytes never become strings. */
export function recordLines(): Transform {
  const json = new JsonBytes();
  return new Transform({
    writableObjectMode: true,
    transform(record: object, _encoding, done) {
      settle(() => {
        json.clear();
        // The next line is written into the same room.
        this.push(Buffer.from(json.line(record).view()));
      }, done);
    },
  });
}
