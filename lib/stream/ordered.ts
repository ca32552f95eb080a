import { Transform } from 'node:stream';
import { settle } from './settle.js';

/**
 * Makes a Transform that works on up to `concurrency` inputs at once and pushes the results in
 * the order of the inputs. It takes a further input only when the first of those under way is
 * done, and while fewer than `concurrency` results wait for the reader. When one fails, what comes
 * before it is pushed, and nothing after it.
 *
 * `close` is called exactly once, however the stream ends, be it while work is under way.
 *
 * @param emit called with each result in turn, pushes what is handed on; by default the result
 */
export function ordered<In, Out>(
  concurrency: number,
  work: (input: In) => Promise<Out>,
  close?: () => void | Promise<void>,
  emit: (result: Out, push: (output: unknown) => void) => void = (result, push) => push(result),
): Transform {
  let underWay = 0;
  let last: Promise<void> = Promise.resolve();
  /** Whether the reader has to take something first. */
  let isFull = false;
  /** Asks for a further input. */
  let next: (() => void) | undefined;
  const goOn = (): void => {
    if (underWay >= concurrency || isFull) return;
    const ask = next;
    next = undefined;
    ask?.();
  };

  return new Transform({
    objectMode: true,
    writableHighWaterMark: 1,
    readableHighWaterMark: concurrency,
    transform(input: In, _encoding, done) {
      // Wrapped, so that what `work` throws at once is a rejection like any other.
      const result = (async () => work(input))();
      // Handled below, in turn; without this an early failure would count as unhandled.
      result.catch(() => undefined);
      const before = last;
      last = (async () => {
        await before;
        emit(await result, output => {
          isFull = !this.push(output);
        });
        underWay--;
        goOn();
      })();
      last.catch((error: Error) => this.destroy(error));
      underWay++;
      next = done;
      goOn();
    },
    read(size) {
      isFull = false;
      goOn();
      Transform.prototype._read.call(this, size);
    },
    flush(done) {
      last.then(() => done(), done);
    },
    destroy(error, done) {
      settle(
        () => close?.(),
        closeError => done(error ?? closeError ?? null),
      );
    },
  });
}
