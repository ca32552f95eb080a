import { closeSync, openSync, readSync } from 'node:fs';

/** The lines of a file as bytes, wherever and however they lie. */
export interface LineBytes {
  /** Bytes from an offset on; fewer at the end of what is there. */
  read(offset: number, length: number): Buffer;
  /** Has bytes at hand that will be read next; missing where that saves nothing. */
  ahead?(offset: number, length: number): Promise<void>;
  close(): void;
}

/** Those of a file that is not packed. */
export function plainBytes(path: string): LineBytes {
  const descriptor = openSync(path, 'r');
  return {
    read: (offset, length) => readAt(descriptor, offset, length),
    close: () => closeSync(descriptor),
  };
}

/** Bytes of an open file; fewer where it ends. */
export function readAt(descriptor: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const more = readSync(descriptor, bytes, done, length - done, offset + done);
    if (more === 0) break;
    done += more;
  }
  return bytes.subarray(0, done);
}
