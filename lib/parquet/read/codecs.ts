import * as zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import type { CompressionCodec } from 'hyparquet';
import { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors';
import { unsnap } from './snappy.js';
import { restOf, type StoredPart } from './stored-part.js';

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
  let done = 0;
  const decoder = new Decompress(data => {
    if (done + data.length > target.length) throw new RangeError('more zstd data than is declared');
    target.set(data, done);
    done += data.length;
  });
  while (part.left() > 0) decoder.push(part.piece().slice());
  decoder.push(new Uint8Array(0), true);
  if (done !== target.length) throw new RangeError(`${done} of ${target.length} bytes`);
}
