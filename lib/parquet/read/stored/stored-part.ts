import { crc32 } from 'node:zlib';
import type { StoredBytes } from './stored-bytes.js';

/** Bytes that are read of a part at a time. */
const PIECE_BYTES = 1 << 17;

/** A part of a file, to be taken from its beginning to its end. */
export interface StoredPart {
  /** Bytes that are left. */
  left(): number;
  /** Fills a buffer with the next bytes. */
  fill(target: Uint8Array): void;
  /**
   * The next bytes, some or all; they are there until more are asked for.
   *
   * @param kept bytes at the end of the last piece that stand before them once more
   */
  piece(kept?: number): Uint8Array;
  /** The checksum of what has been taken (CRC-32, signed as Parquet has it). */
  checksum(): number;
}

/** The part of a file that begins at a place. */
export function storedPart(stored: StoredBytes, start: number, length: number): StoredPart {
  let at = start;
  let sum = 0;
  let room: Uint8Array | undefined;
  /** Bytes of the last piece. */
  let last = 0;
  const left = (): number => start + length - at;
  const fill = (target: Uint8Array): void => {
    if (target.length > left()) throw new RangeError(`${target.length} bytes of ${left()}`);
    stored.read(target, at);
    at += target.length;
    sum = crc32(target, sum);
  };
  return {
    left,
    fill,
    piece(kept = 0) {
      room ??= new Uint8Array(PIECE_BYTES);
      room.copyWithin(0, last - kept, last);
      last = kept + Math.min(left(), room.length - kept);
      fill(room.subarray(kept, last));
      return room.subarray(0, last);
    },
    checksum: () => sum | 0,
  };
}

/** All that is left of a part. */
export function restOf(part: StoredPart): Uint8Array {
  const rest = new Uint8Array(part.left());
  part.fill(rest);
  return rest;
}
