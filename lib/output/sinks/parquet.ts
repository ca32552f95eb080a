import { KeychainError, RecordError } from '../../errors.js';
import { encodeRows, type Row, type RowsNote } from '../../parquet/write/encode-rows.js';
import { GROUP_BYTES, gatherRows } from '../../parquet/write/gather.js';
import { misfitOf } from '../../parquet/write/misfit.js';
import { isRowsNote, splitPages } from '../../parquet/write/row-group.js';
import { type Table, tableOf } from '../../parquet/write/table.js';
import { RenderedText } from '../../prompt/rendered-text.js';
import { COLUMNS, type SampleKind } from '../../records/columns.js';
import { ZSTD_LEVELS } from '../../zstd-frame.js';
import type { BlockSample, Frame, Sink } from '../sink.js';

/**
 * Samples in columns. A worker encodes the pages of a block; the frame holds them until a row group is
 * full, and then puts those of each column together.
 *
 * @param groupBytes with which a row group is full, before compression
 */
export const parquetSink = (groupBytes: number = GROUP_BYTES): Sink => ({
  help: 'Parquet, compressed with zstd',
  ending: '.parquet',
  levels: ZSTD_LEVELS,
  check: (sample, kind) => {
    const misfit = misfitOf(
      COLUMNS[kind],
      rowOf(sample, () => ''),
    );
    if (!misfit) return;
    const { name, why, isText } = misfit;
    if (isText) throw new RecordError('RECORD_INVALID', `${name} ${why}; --format jsonl.gz has it`);
    throw new KeychainError(
      'STAGE_FAILED',
      `sample ${sample.id}: ${name} ${why}, so it does not fit the columns of a Parquet file; return what they hold, or take --format jsonl.gz`,
    );
  },
  pack: ({ samples }, { level, kind }) =>
    encodeRows(
      tableFor(kind!),
      samples.map(sample => rowOf(sample, bytesOf)),
      level,
    ),
  frame: ({ kind }) => parquetFrame(tableFor(kind!), groupBytes),
});

export const parquet: Sink = parquetSink();

const tables = new Map<SampleKind, Table>();

function tableFor(kind: SampleKind): Table {
  const table = tables.get(kind) ?? tableOf(COLUMNS[kind]);
  tables.set(kind, table);
  return table;
}

/** What of a sample is written. */
const rowOf = (sample: BlockSample, rendered: (text: RenderedText) => unknown): Row =>
  Object.fromEntries(
    Object.entries(sample)
      .filter(([name, value]) => value !== undefined && name !== 'passages')
      .map(([name, value]) => [name, value instanceof RenderedText ? rendered(value) : value]),
  );

const bytesOf = ({ pieces }: RenderedText): Uint8Array =>
  Buffer.concat(pieces.map(({ bytes, from, to }) => bytes.subarray(from, to)));

function parquetFrame(table: Table, groupBytes: number): Frame {
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
