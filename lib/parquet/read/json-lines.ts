import { type FileMetaData, parquetSchema } from 'hyparquet';
import { asTableError, damagedTable } from './errors.js';
import { readFoot } from './foot.js';
import { isFull, lineRoom, taken } from './json/line-room.js';
import { rowWriter } from './json/row-json.js';
import { openChunk, type PageRoom } from './pages/chunk.js';
import { begin, cursor, isAtEnd } from './pages/cursor.js';
import { columnsOf, leavesOf, type TableNode } from './schema.js';
import type { StoredBytes } from './stored/stored-bytes.js';

export interface TableOptions {
  /** Name of the input, for messages. */
  file: string;
  /** Bytes of a row's line that are given at most; of a longer one, one more. */
  maxRecordBytes: number;
  /** How many times as long as it is stored a page may become. */
  maxExpansion: number;
  /** Is told, before each piece, which part of all rows has been read with it: up to 1. */
  onRows?: (part: number) => void;
}

/**
 * Gives the rows of a Parquet file as lines of JSON, in pieces of some hundred kilobytes that end with
 * a line. Row group by row group, and page by page of each column: in memory at once are a page of
 * each column, its dictionary, and the lines of a piece.
 *
 * Nulls are written as such; integers beyond 2^53 and decimals of more than 15 digits as texts;
 * fractions with their point; days and times as ISO 8601 has them; maps as objects; bytes that are no
 * text in base64.
 *
 * @throws KeychainError INPUT_TRUNCATED, INPUT_FORMAT, INPUT_COMPRESSION, INPUT_TOO_LARGE, with the
 *   row group and the column
 */
export function* jsonLines(stored: StoredBytes, options: TableOptions): Generator<Buffer> {
  const { file, maxRecordBytes, maxExpansion, onRows } = options;
  const metadata = readFoot(stored, file);
  const columns = tableColumns(metadata, file);
  const leaves = leavesOf(columns);
  const cursors = leaves.map(() => cursor());
  const rooms = leaves.map((): PageRoom => ({ bytes: new Uint8Array(0) }));
  const lines = lineRoom(maxRecordBytes);
  const writeRow = rowWriter(columns, cursors, lines);
  const table = { stored, maxExpansion };
  let seen = 0;
  for (const [rowGroup, { columns: chunks, num_rows: rows }] of metadata.row_groups.entries()) {
    for (const [i, leaf] of leaves.entries()) {
      const place = { file, rowGroup, column: leaf.path };
      begin(cursors[i]!, openChunk(table, leaf, chunks[i], place, rooms[i]!));
    }
    for (let row = 0; row < Number(rows); row++) {
      for (const { repetition, chunk } of cursors) {
        if (repetition !== 0) throw damagedTable(chunk!.place, `no row begins with row ${row}`);
      }
      writeRow();
      seen++;
      if (!isFull(lines)) continue;
      onRows?.(seen / Math.max(seen, Number(metadata.num_rows)));
      yield taken(lines)!;
    }
    const rest = cursors.find(each => !isAtEnd(each));
    if (rest) throw damagedTable(rest.chunk!.place, `more values than ${rows} rows have`);
  }
  const last = taken(lines);
  if (last) yield last;
}

function tableColumns(metadata: FileMetaData, file: string): readonly TableNode[] {
  try {
    return columnsOf(parquetSchema(metadata));
  } catch (error) {
    throw asTableError({ file }, error);
  }
}
