import type { Duplex, Readable } from 'node:stream';
import { finished } from 'node:stream';
import highland from 'highland';

/**
 * Composes a source and stages with highland into one readable stream of records.
 *
 * highland 2 hands errors and back-pressure on, but knows nothing of `destroy`: when one part
 * fails or the reader goes away, the others would stay open with their files. Here every part is
 * destroyed as soon as the result is over, however that came about.
 */
export function flow(source: Readable, ...stages: Duplex[]): Readable {
  const composed = stages.reduce<Highland.Stream<unknown>>(
    (upstream, next) => upstream.through(next),
    highland<unknown>(source),
  );
  // highland's types do not know the options that it hands to Readable.
  const toNodeStream = composed.toNodeStream as unknown as (options: object) => Readable;
  const result = toNodeStream.call(composed, { objectMode: true, highWaterMark: 16 });
  finished(result, { writable: false }, () => {
    for (const part of [source, ...stages]) part.destroy();
  });
  return result;
}
