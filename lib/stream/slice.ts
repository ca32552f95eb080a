import { Transform } from 'node:stream';

/**
 * A Transform that passes records on from number `from` (counted from 0), at most `count`. Then it
 * ends, without waiting for its source, which `flow` closes.
 */
export function slice(from: number, count: number = Number.POSITIVE_INFINITY): Transform {
  let position = 0;
  const end = from + count;
  return new Transform({
    objectMode: true,
    transform(record, _encoding, done) {
      const here = position++;
      if (here >= from && here < end) this.push(record);
      if (here + 1 === Math.max(end, 1)) this.push(null);
      // What still comes is swallowed, but not so fast that the end is never heard of.
      if (here < end) done();
      else setImmediate(done);
    },
  });
}
