import { crc32 } from 'node:zlib';
import type { DataFile } from './data-file.js';
import {
  blockSeed,
  CHECKSUM_BYTES,
  rowsOfBlock,
  type TableName,
  type TablePlace,
  WIDTHS,
} from './layout.js';

/** A table of a finished corpus. */
export interface Table {
  readonly rows: number;
  /** Whether there is a row of that number. */
  has(number: number): boolean;
  /** Row `number`, which must be one; not to be written to. */
  row(number: number): Buffer;
  /** The number of the first row that is not below `key`, compared by the bytes of the key. */
  firstFrom(key: Buffer): number;
  /** The first row that begins with `key`. */
  find(key: Buffer): Buffer | undefined;
}

/** Blocks of a table that are kept in memory once they were read: 16 MB at most. */
const KEPT_BLOCKS = 4096;

/** @throws KeychainError CORPUS_UNUSABLE, by any call that reads a damaged block */
export function openTable(
  file: DataFile,
  name: TableName,
  { at, rows }: TablePlace,
  seal: number,
): Table {
  const width = WIDTHS[name];
  const perBlock = rowsOfBlock(width);
  const kept: { number: number; bytes: Buffer }[] = [];

  const readBlock = (number: number): Buffer => {
    const what = `block ${number} of the table ${name}`;
    const length = Math.min(perBlock, rows - number * perBlock) * width;
    const start = at + number * (perBlock * width + CHECKSUM_BYTES);
    const bytes = file.read(start, length + CHECKSUM_BYTES, what);
    const content = bytes.subarray(0, length);
    const expected = crc32(content, crc32(blockSeed(seal, name, number)));
    if (bytes.readUInt32BE(length) !== expected) throw file.damaged(what);
    return content;
  };
  const block = (number: number): Buffer => {
    const slot = number % KEPT_BLOCKS;
    const there = kept[slot];
    if (there?.number === number) return there.bytes;
    const bytes = readBlock(number);
    kept[slot] = { number, bytes };
    return bytes;
  };

  const row = (number: number): Buffer => {
    const start = (number % perBlock) * width;
    return block(Math.floor(number / perBlock)).subarray(start, start + width);
  };
  const firstFrom = (key: Buffer): number => {
    let low = 0;
    let high = rows;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (row(middle).compare(key, 0, key.length, 0, key.length) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    rows,
    has: number => Number.isInteger(number) && number >= 0 && number < rows,
    row,
    firstFrom,
    find(key) {
      const number = firstFrom(key);
      const found = number < rows ? row(number) : undefined;
      return found?.subarray(0, key.length).equals(key) ? found : undefined;
    },
  };
}
