import { Transform } from 'node:stream';
import type { Columns } from '../../records/columns.js';
import { settle } from '../../stream/settle.js';
import { encodeRows, type Row } from './encode-rows.js';
import { gatherRows } from './gather.js';
import { sizeOf } from './size.js';
import { tableOf } from './table.js';

/** Rows are encoded together up to this size, in bytes. */
const PAGE_BYTES = 1 << 20;
/** However small they are. */
const PAGE_ROWS = 4096;

export interface ParquetOptions {
  /** Of zstd. Default: 3. */
  level?: number;
  /** What the foot says beside, by key. */
  metadata?: Readonly<Record<string, string>>;
}

/**
 * A Transform of rows (objects) to the bytes of a Parquet file with these columns. What of a row is
 * in no column is not written, and what a row does not have is null. Row groups are cut at 64 MB
 * before compression; one of them, compressed, is in memory. Bytes depend on the rows alone, on one
 * Node; the file of no rows has columns all the same.
 *
 * @throws (as an error event) RecordError RECORD_INVALID for a value that its column cannot hold
 */
export function parquetRows(columns: Columns, { level, metadata }: ParquetOptions = {}): Transform {
  const table = tableOf(columns);
  const gathered = gatherRows(table, { metadata });
  let rows: Row[] = [];
  let bytes = 0;
  let at = 0;
  const write = (into: Transform, pieces: readonly Uint8Array[] = []): void => {
    for (const piece of pieces) {
      if (piece.length === 0) continue;
      at += piece.length;
      into.push(piece);
    }
  };
  const encode = (into: Transform): void => {
    if (rows.length === 0) return;
    const encoded = encodeRows(table, rows, level);
    rows = [];
    bytes = 0;
    write(into, gathered.add(encoded, at));
  };
  return new Transform({
    writableObjectMode: true,
    writableHighWaterMark: 16,
    construct(done) {
      write(this, [gathered.head]);
      done();
    },
    transform(row: Row, _encoding, done) {
      settle(() => {
        rows.push(row);
        bytes += sizeOf(row);
        if (bytes >= PAGE_BYTES || rows.length === PAGE_ROWS) encode(this);
      }, done);
    },
    flush(done) {
      settle(() => {
        encode(this);
        write(this, gathered.rest(at));
        write(this, [gathered.foot()]);
      }, done);
    },
  });
}
