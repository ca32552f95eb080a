import { crc32 } from 'node:zlib';
import { parquetHeader } from 'hyparquet/src/column.js';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writeDataPageV2, writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { encodeNestedValues } from 'hyparquet-writer/src/dremel.js';
import { RecordError } from '../../errors.js';
import { ZSTD_LEVELS, zstdFrame } from '../../zstd-frame.js';
import { physical } from './physical.js';
import type { Leaf, Table } from './table.js';

type PageHeader = Parameters<typeof writePageHeader>[1];

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
  const room = new ByteWriter(1 << 18);
  const pages = leaves.map(leaf => writePage(writer, leaf, rows, level, room));
  return { bytes: writer.getBytes(), note: { rows: rows.length, pages } };
}

/** @param room takes the page before it has its checksum; what is in it is lost */
function writePage(
  writer: ByteWriter,
  leaf: Leaf,
  rows: readonly Row[],
  level: number,
  room: ByteWriter,
): PageNote {
  const { path, name } = leaf;
  const schemaPath = path.map(({ element }) => element);
  const column = schemaPath[1]!.name;
  const nested = nestedValues(
    leaf,
    rows.map(row => row[column]),
  );
  const values = Array.from(nested.values as ArrayLike<unknown>, value => physical(value, leaf));
  room.index = 0;
  room.offset = 0;
  const rawBytes = writeDataPageV2({
    writer: room,
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
  const page = room.getBytes();
  const start = writer.offset;
  writeWithChecksum(writer, page);
  const bytes = writer.offset - start;
  return [bytes, rawBytes + bytes - page.length, values.length];
}

/** Writes a page anew with the checksum of all that is behind its header, by which readers find damage. */
function writeWithChecksum(writer: ByteWriter, page: Uint8Array): void {
  const reader = { view: new DataView(page.buffer, page.byteOffset, page.length), offset: 0 };
  const header = parquetHeader(reader);
  const body = page.subarray(reader.offset);
  // The format has it signed.
  writePageHeader(writer, { ...(header as PageHeader), crc: crc32(body) | 0 });
  writer.appendBytes(body);
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
