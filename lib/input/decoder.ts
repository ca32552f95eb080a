import { type Duplex, PassThrough } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Compression } from './compression.js';
import { damagedError, truncatedError } from './errors.js';
import { type ArchivePlace, unzip } from './zip.js';
import { zstd } from './zstd.js';
import { zstdFrames } from './zstd-frames.js';

/** Bytes that a decoder gives, or holds, at a time. */
export const DECODED_BYTES = 1 << 18;

/** What turns stored bytes into plain ones. */
export interface Decoder {
  stream: Duplex;
  /** Cuts a chunk into pieces that the stream can take. */
  split?: (chunk: Buffer) => Buffer[];
  /** Throws if the stored bytes may not end here. */
  end?: () => void;
  /** Says what an error of the stream means, `bytes` of the input having come. */
  explain: (error: Error, bytes: number) => Error;
}

/** Makes the decoder for a kind of compression. */
export function decoderOf(kind: Compression, place: ArchivePlace): Decoder {
  const { file } = place;
  const explain = (error: Error, bytes: number) => decodingError(error, kind, file, bytes);
  if (kind === 'gzip') return { stream: createGunzip({ chunkSize: DECODED_BYTES }), explain };
  if (kind === 'zstd') return { stream: zstd(), ...zstdFrames(file), explain };
  // These say themselves what is wrong.
  if (kind === 'zip') return { stream: unzip(place), explain: error => error };
  return { stream: new PassThrough({ highWaterMark: DECODED_BYTES }), explain: error => error };
}

function decodingError(error: Error, kind: Compression, file: string, bytes: number): Error {
  if ((error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR') {
    return truncatedError(file, `byte ${bytes} of the compressed file`, `its ${kind} data`, error);
  }
  const what = `damaged ${kind} data before byte ${bytes} of the compressed file (${error.message})`;
  return damagedError(file, what, error);
}
