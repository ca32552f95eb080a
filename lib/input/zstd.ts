import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { zstdPortable } from './zstd-portable.js';

/** Node's own zstd decompressor (from 22.15 on) or the portable one; frame by frame, see zstdFrames. */
export function zstd(): Transform {
  // The types are those of the oldest Node that is supported, which has no zstd.
  const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };
  return createZstdDecompress?.() ?? zstdPortable();
}
