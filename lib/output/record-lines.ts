import { Transform } from 'node:stream';
import { settle } from '../stream/settle.js';
import { JsonBytes } from './json-bytes.js';

/** Bytes of a line for which no room is kept: it goes on in that which it was written into. */
const LARGE = 1 << 20;

/**
 * A Transform of records to lines of JSON, as bytes: those that `toJsonLines` gives. Texts that are still in
 * bytes never become strings.
 */
export function recordLines(): Transform {
  let json = new JsonBytes();
  return new Transform({
    writableObjectMode: true,
    transform(record: object, _encoding, done) {
      settle(() => {
        json.clear();
        const line = json.line(record).view();
        // The next line is written into the same room.
        this.push(line.length < LARGE ? Buffer.from(line) : line);
        if (line.length >= LARGE) json = new JsonBytes();
      }, done);
    },
  });
}
