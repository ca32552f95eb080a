import type { Writable } from 'node:stream';

/** Waits until a stream takes more, or takes nothing any more. */
export function ready(stream: Writable): Promise<void> {
  return new Promise(resolve => {
    const settle = (): void => {
      stream.off('drain', settle).off('close', settle);
      resolve();
    };
    stream.on('drain', settle).on('close', settle);
    if (stream.destroyed) settle();
  });
}
