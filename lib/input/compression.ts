export type Compression = 'none' | 'gzip' | 'zstd' | 'zip';

/** Bytes that `compressionOf` needs to be sure. */
export const MAGIC_LENGTH = 4;

/** Says how an input is compressed, from its first bytes: names lie, magic numbers do not. */
export function compressionOf(head: Uint8Array): Compression {
  const [a, b, c, d] = head;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  // A skippable frame may come first, as in files that pzstd wrote.
  if (a !== undefined && (a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18) {
    return 'zstd';
  }
  // A first member, or the end of an archive without any.
  if (a === 0x50 && b === 0x4b && ((c === 3 && d === 4) || (c === 5 && d === 6))) return 'zip';
  return 'none';
}
