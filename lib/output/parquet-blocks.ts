import { type EncodedRows, encodeRows, type RowsNote } from '../parquet/write/encode-rows.js';
import { gatherRows } from '../parquet/write/gather.js';
import { isRowsNote, splitPages } from '../parquet/write/row-group.js';
import { type Table, tableOf } from '../parquet/write/table.js';
import type { RenderedText } from '../prompt/rendered-text.js';
import { COLUMNS, type SampleKind } from '../records/columns.js';
import { rowOf } from './parquet-row.js';
import type { BlockSample, Frame } from './sink.js';

/** The pages of a block's samples, as a worker encodes them. */
export const packSamples = (
  samples: readonly BlockSample[],
  kind: SampleKind,
  level: number,
): EncodedRows =>
  encodeRows(
    tableFor(kind),
    samples.map(sample => rowOf(sample, bytesOf)),
    level,
  );

/**
 * A file's frame: it holds the pages of blocks until a row group is full, and then puts those of each
 * column together.
 *
 * @param groupBytes with which a row group is full, before compression
 */
export const samplesFrame = (kind: SampleKind, groupBytes?: number): Frame =>
  parquetFrame(tableFor(kind), groupBytes);

const tables = new Map<SampleKind, Table>();

function tableFor(kind: SampleKind): Table {
  const table = tables.get(kind) ?? tableOf(COLUMNS[kind]);
  tables.set(kind, table);
  return table;
}

const bytesOf = ({ pieces }: RenderedText): Uint8Array =>
  Buffer.concat(pieces.map(({ bytes, from, to }) => bytes.subarray(from, to)));

function parquetFrame(table: Table, groupBytes?: number): Frame {
  const gathered = gatherRows(table, { groupBytes });
  const leaves = table.leaves.length;
  return {
    head: () => gathered.head,
    // The bytes of a block are a worker's, which uses their room again.
    add: ({ bytes, note }, at) =>
      gathered.add({ bytes: Buffer.from(bytes), note: note as RowsNote }, at),
    rest: gathered.rest,
    fits: (length, notes) => {
      if (!notes.every(note => isRowsNote(note, leaves))) return false;
      const sizes = notes.flatMap(({ pages }) => pages.map(([bytes]) => bytes));
      return sizes.reduce((sum, bytes) => sum + bytes, 0) === length;
    },
    kept: (_length, at, notes) => gathered.kept(notes as readonly RowsNote[], at),
    split: (bytes, notes) => splitPages(bytes, notes as readonly RowsNote[]),
    foot: gathered.foot,
  };
}
