import type { StoredBytes } from './stored/stored-bytes.js';

/** What a Parquet file begins and ends with. */
export const MAGIC = 'PAR1';
/** The same, where the foot is encrypted. */
export const ENCRYPTED = 'PARE';
export const MAGIC_BYTES = 4;
/** The length of the foot, and the magic behind it. */
export const END_BYTES = 8;

/** Bytes from the beginning that say whether it is worth looking at the end. */
export const TELLING_BYTES = 8;
/** The name of a table, as it lies or packed. */
const NAMED = /\.parquet(\.(gz|zst|zip))?$/i;
const BLANK = 0x20;
/** Bytes below a blank that stand in texts: tab, line feed, form feed, carriage return. */
const IN_TEXTS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0c, 0x0d]);

const isMagic = (bytes: string): boolean => bytes === MAGIC || bytes === ENCRYPTED;

/** Whether bytes begin as a Parquet file does; so may a text. */
export const beginsAsTable = (head: Buffer): boolean =>
  isMagic(head.toString('latin1', 0, MAGIC_BYTES));

/** Whether more bytes are needed to see whether these begin a Parquet file. */
export const mayBeginTable = (head: Buffer): boolean =>
  head.length < MAGIC_BYTES
    ? [MAGIC, ENCRYPTED].some(magic => magic.startsWith(head.toString('latin1')))
    : beginsAsTable(head) && head.length < TELLING_BYTES;

/**
 * Whether what {@link beginsAsTable} is a Parquet file, whole or cut, and no text that has these letters
 * first. A whole one has its foot. A cut one has no text behind its magic: there is the header of a
 * page, or of what is encrypted its length; or else its name says what it was.
 *
 * @param head its first {@link TELLING_BYTES}, or all
 */
export const isTable = (head: Buffer, stored: StoredBytes, name: string): boolean =>
  hasFoot(stored) || hasControls(head.subarray(MAGIC_BYTES, TELLING_BYTES)) || NAMED.test(name);

/** Whether a file ends with the magic, before it the length of a foot that it has room for. */
function hasFoot(stored: StoredBytes): boolean {
  if (stored.size < MAGIC_BYTES + END_BYTES) return false;
  const end = Buffer.alloc(END_BYTES);
  stored.read(end, stored.size - END_BYTES);
  // The letters of a text, taken for a length, are hundreds of megabytes.
  const fits = end.readUInt32LE() <= stored.size - MAGIC_BYTES - END_BYTES;
  return fits && isMagic(end.toString('latin1', MAGIC_BYTES));
}

const hasControls = (bytes: Uint8Array): boolean =>
  bytes.some(byte => byte < BLANK && !IN_TEXTS.has(byte));
