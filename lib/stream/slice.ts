import { Transform } from 'node:stream';

/** A Transform that passes records on from number `from` (counted from 0), at most `count`. */
export function slice(from: number, count: number = Number.POSITIVE_INFINITY): Transform {
  let position = 0;
  const end = from + count;
  return new Transform({
    objectMode: true,
    transform(record, _encoding, done) {
      const here = position++;
      if (here >= from && here < end) this.push(record);
      // What still comes after the end is swallowed until the source is closed.
      if (here === end - 1) this.push(null);
      done();
    },
  });
}
