/*
 * How a corpus lies on disk. One file, which is written from its beginning to its end and never
 * changed afterwards:
 *
 *   records   passages (`codec.ts`) and questions (JSON), one behind the other, in the order of
 *             first sight
 *   tables    five of them, one behind the other: rows of one width in ascending order, so that a
 *             row is found by its number, or by its first bytes in a binary search
 *
 * It is read at given positions, not mapped into memory: a file that is cut or replaced under a
 * mapping takes the whole process down, and locks are for what changes. Whatever is read is held
 * against its CRC-32. That of a record stands in its row; rows lie in blocks, each with its own behind
 * it; where the tables begin, and the seal that their checksums begin with, is in `corpus.json`,
 * which has a checksum too. The seal is made of all records, so a block of another corpus, or one at
 * another place, is told like a damaged one. The checksums are there against faults of disks and
 * copies, not against somebody who means to deceive.
 */

/** The name of the file while it is being written. */
export const DATA_FILE = 'corpus.bin';

/** The widths of rows, in bytes; numbers are big-endian, so that rows sort as their numbers do. */
export const WIDTHS = {
  /** Row n is the {@link RecordRow} of passage n; its note: tokens. */
  passages: 18,
  /** Row n is the {@link RecordRow} of question n; its note: flags. */
  questions: 18,
  /** `passageKey` (8 bytes), number. */
  passageNumbers: 12,
  /** `questionKey` (16), number. */
  questionNumbers: 20,
  /** `articleKey` (16), the number of one of the article's passages. */
  articles: 20,
} as const;

export type TableName = keyof typeof WIDTHS;
export const TABLE_NAMES = Object.keys(WIDTHS) as TableName[];

/** Where a table stands in the file. */
export interface TablePlace {
  /** Bytes from the beginning of the file. */
  at: number;
  rows: number;
}

/** Bytes of a block with its checksum; the last one of a table may be shorter. */
const BLOCK_BYTES = 4096;
export const CHECKSUM_BYTES = 4;

/** Rows of a block. */
export const rowsOfBlock = (width: number): number =>
  Math.floor((BLOCK_BYTES - CHECKSUM_BYTES) / width);

/** What the checksum of a block begins with: it depends on where the block belongs. */
export const blockSeed = (seal: number, table: TableName, block: number): string =>
  `${seal} ${table} ${block} `;

/** Where a record stands, and what can be said of it without reading it. */
export interface RecordRow {
  /** Bytes from the beginning of the file. */
  at: number;
  length: number;
  crc32: number;
  /** Tokens of a passage; {@link ANSWERABLE} and {@link UNLABELLED} of a question. */
  note: number;
}

export const ANSWERABLE = 1;
export const UNLABELLED = 2;

const LENGTH_AT = 6;
const CRC_AT = 10;
const NOTE_AT = 14;

export function encodeRow({ at, length, crc32, note }: RecordRow): Buffer {
  const row = Buffer.allocUnsafe(WIDTHS.passages);
  row.writeUIntBE(at, 0, LENGTH_AT);
  row.writeUInt32BE(length, LENGTH_AT);
  row.writeUInt32BE(crc32, CRC_AT);
  row.writeUInt32BE(note, NOTE_AT);
  return row;
}

export const decodeRow = (row: Buffer): RecordRow => ({
  at: row.readUIntBE(0, LENGTH_AT),
  length: row.readUInt32BE(LENGTH_AT),
  crc32: row.readUInt32BE(CRC_AT),
  note: row.readUInt32BE(NOTE_AT),
});

/** The note of a row alone. */
export const decodeNote = (row: Buffer): number => row.readUInt32BE(NOTE_AT);

/** A number as keys and rows have it. */
export function numberBytes(number: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(number);
  return bytes;
}
