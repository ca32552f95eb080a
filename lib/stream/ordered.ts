import { Transform } from 'node:stream';

/**
 * Makes a Transform that works on up to `concurrency` inputs at once and pushes the results in
 * the order of the inputs. It takes a further input only when one of those under way is done.
 */
export function ordered<In, Out>(
  concurrency: number,
  work: (input: In) => Promise<Out>,
  close?: () => void | Promise<void>,
): Transform {
  const underWay: Promise<void>[] = [];
  let failure: Error | undefined;
  let resume: ((error?: Error | null) => void) | undefined;

  return new Transform({
    objectMode: true,
    highWaterMark: 1,
    transform(input: In, _encoding, done) {
      const before = underWay.at(-1) ?? Promise.resolve();
      const result = work(input);
      // Handled below, in turn; without this an early failure would count as unhandled.
      result.catch(() => undefined);
      const turn = before
        .then(() => result)
        .then(output => {
          this.push(output);
        })
        .catch((error: Error) => {
          failure ??= error;
        })
        .then(() => {
          underWay.shift();
          const waiting = resume;
          resume = undefined;
          waiting?.(failure);
        });
      underWay.push(turn);
      if (underWay.length < concurrency) done(failure);
      else resume = done;
    },
    flush(done) {
      Promise.all(underWay).then(() => done(failure), done);
    },
    destroy(error, done) {
      Promise.resolve(close?.()).then(() => done(error), done);
    },
  });
}
