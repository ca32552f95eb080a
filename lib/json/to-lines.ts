import { Transform } from 'node:stream';

/** A Transform of records to lines of JSON, as bytes. */
export function toJsonLines(): Transform {
  return new Transform({
    writableObjectMode: true,
    transform(record: unknown, _encoding, done) {
      done(null, `${JSON.stringify(record)}\n`);
    },
  });
}
