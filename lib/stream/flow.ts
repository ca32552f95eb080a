import type { Duplex, Readable } from 'node:stream';
import { finished } from 'node:stream';
import highland from 'highland';

/**
 * Composes a source and stages with highland into one readable stream of records.
 *
 * highland 2 hands errors and back-pressure on, but knows nothing of `destroy`: when one part
 * fails or the reader goes away, the others would stay open with their files, and a part that is
 * destroyed without an error would leave the reader waiting. Here every part is destroyed as soon
 * as the result is over, however that came about, and a part that closes early ends the result.
 */
export function flow(source: Readable, ...stages: Duplex[]): Readable {
  const parts = [source, ...stages];
  // Before highland hears of it: it ends what comes behind a part that fails, and a stage that is
  // ended would take what it has got for all there is.
  for (const part of parts) {
    part.once('error', () => {
      for (const each of parts) each.destroy();
    });
  }
  const composed = stages.reduce<Highland.Stream<unknown>>(
    (upstream, next) => upstream.through(next),
    highland<unknown>(source),
  );
  // highland's types do not know the options that it hands to Readable.
  const toNodeStream = composed.toNodeStream as unknown as (options: object) => Readable;
  const result = toNodeStream.call(composed, { objectMode: true, highWaterMark: 16 });
  for (const part of parts) {
    finished(part, error => {
      if (error) result.destroy(error);
    });
  }
  finished(result, { writable: false }, () => {
    for (const part of parts) part.destroy();
  });
  return result;
}
