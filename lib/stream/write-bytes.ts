import type { Writable } from 'node:stream';

/**
 * Writes some bytes; resolves when that is done and they may change, to the error that kept them
 * from being written, if there was one. The stream tells of it by its event, too.
 */
export const writeBytes = (stream: Writable, bytes: Uint8Array): Promise<Error | undefined> =>
  new Promise(resolve => {
    stream.write(bytes, error => resolve(error ?? undefined));
  });
