import { promisify } from 'node:util';
import { gzip, gzipSync, type ZlibOptions } from 'node:zlib';

export const DEFAULT_GZIP_LEVEL = 6;

/** The most that zlib takes, in its own measure: a tenth faster than by default, and smaller. */
const MEM_LEVEL = 9;

/** Byte of a gzip header that says on what system it was made, and its value for "unknown". */
const SYSTEM_AT = 9;
const UNKNOWN_SYSTEM = 255;

const gzipAside = promisify(gzip) as (bytes: Uint8Array, options: ZlibOptions) => Promise<Buffer>;

/**
 * Compresses some bytes into one gzip member (RFC 1952, section 2.2). node:zlib writes a
 * modification time of 0; the system is left out, so that it does not show in the bytes.
 */
export const gzipMember = (bytes: Uint8Array, level: number): Buffer =>
  withoutSystem(gzipSync(bytes, optionsFor(bytes, level)));

/** The same on the thread pool. */
export const gzipMemberAside = async (bytes: Uint8Array, level: number): Promise<Buffer> =>
  withoutSystem(await gzipAside(bytes, optionsFor(bytes, level)));

/** Room for nearly every member in one piece, so that it is compressed in one go. */
const optionsFor = ({ length }: Uint8Array, level: number): ZlibOptions => ({
  level,
  memLevel: MEM_LEVEL,
  chunkSize: Math.max(1 << 14, length >> 1),
});

function withoutSystem(member: Buffer): Buffer {
  member[SYSTEM_AT] = UNKNOWN_SYSTEM;
  return member;
}
