import { fstatSync, readSync } from 'node:fs';

/** Bytes that can be read at any place. */
export interface StoredBytes {
  readonly size: number;
  /** Fills a buffer with the bytes from a place on. What ends before is an error. */
  read(target: Uint8Array, from: number): void;
}

/** The bytes of an open file. */
export function storedBytes(file: number): StoredBytes {
  const { size } = fstatSync(file);
  return {
    size,
    read(target, from) {
      let at = 0;
      while (at < target.length) {
        const count = readSync(file, target, at, target.length - at, from + at);
        if (count === 0) throw new RangeError(`the file ends before byte ${from + target.length}`);
        at += count;
      }
    },
  };
}

/** Bytes of a piece. */
const PIECE_BYTES = 1 << 18;

/** All bytes, in order, in pieces of some hundred kilobytes. */
export function* allBytes(stored: StoredBytes): Generator<Buffer> {
  for (let at = 0; at < stored.size; at += PIECE_BYTES) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, stored.size - at));
    stored.read(piece, at);
    yield piece;
  }
}
