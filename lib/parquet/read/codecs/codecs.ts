import * as zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import type { CompressionCodec } from 'hyparquet';
import { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors';
import { restOf, type StoredPart } from '../stored/stored-part.js';
import { unsnap, unsnapping } from './snappy.js';
import { makeRoom, type Window } from './window.js';

/** Room of a size, in which nothing is. */
export type Room = (size: number) => Uint8Array;

/**
 * Decompresses all that is left of a part, to as many bytes as are declared: into the room that it
 * takes for them, or where it has put them itself.
 */
type Codec = (part: StoredPart, size: number, room: Room) => Uint8Array;

/** Node's own zstd, where it has one: the types are those of the oldest Node that is supported. */
const { zstdDecompressSync } = zlib as {
  zstdDecompressSync?: (bytes: Uint8Array, options: zlib.ZlibOptions) => Buffer;
};

/** How the pages of Parquet may be compressed. */
export const CODECS: Partial<Record<CompressionCodec, Codec>> = {
  UNCOMPRESSED: piecewise((part, target) => part.fill(target)),
  SNAPPY: piecewise(unsnap),
  GZIP: whole((bytes, size) => zlib.gunzipSync(bytes, inOnePiece(size))),
  BROTLI: whole((bytes, size) => zlib.brotliDecompressSync(bytes, inOnePiece(size))),
  ZSTD: zstdDecompressSync ? whole(nativeZstd) : piecewise(portableZstd),
  LZ4: whole(decompressLz4),
  LZ4_RAW: whole(decompressLz4Raw),
};

/**
 * Decompresses a part as its bytes come, to as many as are declared. The function that is given writes
 * some into a window that has room; false at the end.
 */
type Streamed = (part: StoredPart, size: number) => (window: Window) => boolean;

/** Those codecs of which no form of a page has to be in memory. */
export const STREAMED: Partial<Record<CompressionCodec, Streamed>> = {
  UNCOMPRESSED: part => window => {
    write(window, part.piece());
    return part.left() > 0;
  },
  SNAPPY: unsnapping,
  ZSTD: unzstding,
};

function write(window: Window, bytes: Uint8Array): void {
  makeRoom(window, bytes.length);
  window.bytes.set(bytes, window.end);
  window.end += bytes.length;
}

/** One chunk, not several that are put together; a byte more, so that too much is seen to be. */
const inOnePiece = (size: number) => ({
  chunkSize: Math.max(size + 1, zlib.constants.Z_MIN_CHUNK),
  maxOutputLength: Math.max(size, 1),
});

function nativeZstd(bytes: Uint8Array, size: number): Uint8Array {
  return zstdDecompressSync!(bytes, inOnePiece(size));
}

/** Of a codec that takes all of its bytes at once. */
function whole(decompress: (bytes: Uint8Array, size: number) => Uint8Array): Codec {
  return (part, size) => {
    const found = decompress(restOf(part), size);
    if (found.length === size) return found;
    throw new RangeError(`${found.length} bytes in place of ${size}`);
  };
}

/** Of a codec that takes its bytes as they come, and fills its target. */
function piecewise(decompress: (part: StoredPart, target: Uint8Array) => void): Codec {
  return (part, size, room) => {
    const target = room(size);
    decompress(part, target);
    return target;
  };
}

function portableZstd(part: StoredPart, target: Uint8Array): void {
  const window: Window = { bytes: target, base: 0, end: 0 };
  const more = unzstding(part, target.length);
  while (more(window));
}

/** A decompressor in JavaScript, which takes pieces on every Node. */
function unzstding(part: StoredPart, size: number): (window: Window) => boolean {
  let target: Window | undefined;
  let left = size;
  const decoder = new Decompress(data => {
    left -= data.length;
    if (left < 0) throw new RangeError('more zstd data than is declared');
    write(target!, data);
  });
  return window => {
    target = window;
    const isLast = part.left() === 0;
    decoder.push(isLast ? new Uint8Array(0) : Uint8Array.from(part.piece()), isLast);
    if (isLast && left > 0) throw new RangeError(`${left} bytes less than are declared`);
    return !isLast;
  };
}
