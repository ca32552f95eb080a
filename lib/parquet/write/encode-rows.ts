import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writeDataPageV2 } from 'hyparquet-writer/src/datapage.js';
import { encodeNestedValues } from 'hyparquet-writer/src/dremel.js';
import { RecordError } from '../../errors.js';
import { ZSTD_LEVELS, zstdFrame } from '../../zstd-frame.js';
import { physical } from './physical.js';
import type { Leaf, Table } from './table.js';

/** How a page lies in its rows' bytes. */
export type PageNote = readonly [
  /** Bytes that it takes. */
  bytes: number,
  /** Bytes before they were compressed. */
  rawBytes: number,
  /** Values in it, with those that are null. */
  values: number,
];

/** What has to be known of encoded rows; plain data. */
export interface RowsNote {
  rows: number;
  /** One of each leaf of the table. */
  pages: readonly PageNote[];
}

/** Some rows, a page of each leaf column, one after the other. */
export interface EncodedRows {
  bytes: Uint8Array;
  note: RowsNote;
}

/** Values of rows by column. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * Encodes some rows (at least one) as pages, compressed with zstd. What is encoded depends on the rows
 * and the level alone, on one Node.
 *
 * @throws RecordError RECORD_INVALID for a value that its column cannot hold
 */
export function encodeRows(
  { leaves }: Table,
  rows: readonly Row[],
  level: number = ZSTD_LEVELS.default,
): EncodedRows {
  const writer = new ByteWriter(1 << 18);
  const pages = leaves.map(leaf => writePage(writer, leaf, rows, level));
  return { bytes: writer.getBytes(), note: { rows: rows.length, pages } };
}

function writePage(writer: ByteWriter, leaf: Leaf, rows: readonly Row[], level: number): PageNote {
  const { path, name } = leaf;
  const schemaPath = path.map(({ element }) => element);
  const column = schemaPath[1]!.name;
  const nested = nestedValues(
    leaf,
    rows.map(row => row[column]),
  );
  const values = Array.from(nested.values as ArrayLike<unknown>, value => physical(value, leaf));
  const start = writer.offset;
  const rawBytes = writeDataPageV2({
    writer,
    encoding: 'PLAIN',
    pageData: { ...nested, values },
    column: {
      columnName: name,
      element: schemaPath.at(-1)!,
      schemaPath,
      codec: 'ZSTD',
      compressors: { ZSTD: bytes => zstdFrame(bytes, level) },
      stats: false,
      pageSize: 0,
      columnIndex: false,
      offsetIndex: false,
    },
  });
  return [writer.offset - start, rawBytes, values.length];
}

/** The values of a leaf, and how they are nested. */
function nestedValues({ path, name }: Leaf, values: readonly unknown[]) {
  try {
    return encodeNestedValues(path, values as unknown[]);
  } catch (error) {
    const why = (error as Error).message.replace(/^parquet /, '');
    throw new RecordError('RECORD_INVALID', `${name} is not nested as its column: ${why}`);
  }
}
