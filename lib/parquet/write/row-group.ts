import { isFields } from '../../records/fields.js';
import type { EncodedRows, RowsNote } from './encode-rows.js';

/** A row group in a file. */
export interface RowGroup {
  rows: number;
  /** Of each leaf of the table, in order; they follow each other from `at` on. */
  chunks: readonly { bytes: number; rawBytes: number; values: number }[];
  /** Byte of the file at which it begins. */
  at: number;
}

/** The row group that some encoded rows make up, in order. */
export function rowGroup(notes: readonly RowsNote[], at: number): RowGroup {
  const rows = notes.reduce((sum, note) => sum + note.rows, 0);
  const chunks = notes[0]!.pages.map((_, leaf) => {
    const chunk = { bytes: 0, rawBytes: 0, values: 0 };
    for (const { pages } of notes) {
      const [bytes, rawBytes, values] = pages[leaf]!;
      chunk.bytes += bytes;
      chunk.rawBytes += rawBytes;
      chunk.values += values;
    }
    return chunk;
  });
  return { rows, chunks, at };
}

/** The bytes of a row group: all pages of a column together, where encoded rows have theirs side by side. */
export function joinPages(parts: readonly EncodedRows[]): Uint8Array[] {
  const at = parts.map(() => 0);
  return parts[0]!.note.pages.flatMap((_, leaf) =>
    parts.map(({ bytes, note }, i) => {
      const from = at[i]!;
      at[i] = from + note.pages[leaf]![0];
      return bytes.subarray(from, at[i]);
    }),
  );
}

/** The encoded rows that a row group was joined from. */
export function* splitPages(bytes: Uint8Array, notes: readonly RowsNote[]): Generator<EncodedRows> {
  /** Of each leaf, where its next page stands. */
  const next: number[] = [];
  let end = 0;
  for (const { bytes: chunk } of rowGroup(notes, 0).chunks) {
    next.push(end);
    end += chunk;
  }
  for (const note of notes) {
    const pages = note.pages.map(([length], leaf) => {
      const from = next[leaf]!;
      next[leaf] = from + length;
      return bytes.subarray(from, from + length);
    });
    yield { bytes: Buffer.concat(pages), note };
  }
}

/** Bytes of some encoded rows before they were compressed. */
export const rawBytesOf = ({ pages }: RowsNote): number =>
  pages.reduce((sum, [, rawBytes]) => sum + rawBytes, 0);

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** Whether something is the note of rows that were encoded as so many columns; logs may be damaged. */
export function isRowsNote(value: unknown, leaves: number): value is RowsNote {
  if (!isFields(value)) return false;
  const { rows, pages } = value;
  return (
    isCount(rows) &&
    Array.isArray(pages) &&
    pages.length === leaves &&
    pages.every(page => Array.isArray(page) && page.length === 3 && page.every(isCount))
  );
}
