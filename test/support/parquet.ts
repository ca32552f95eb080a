import { closeSync, openSync, writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { jsonLines, type TableOptions } from '../../lib/parquet/read/json-lines.js';
import { storedBytes } from '../../lib/parquet/read/stored/stored-bytes.js';
import { fileOf } from '../datasets/fixtures.js';

/** A writer of Parquet that knows nothing of us: DuckDB. */
export interface TableWriter {
  /** Writes what a query gives; `options` are those of COPY, as in `codec zstd`. */
  write(query: string, options?: string): Promise<string>;
  /**
   * Writes rows, with a type of SQL for each of their columns.
   *
   * @param columns none: DuckDB finds the types itself
   */
  writeRows(
    rows: readonly object[],
    columns?: Record<string, string>,
    options?: string,
  ): Promise<string>;
  /** Runs a statement of SQL. */
  run(sql: string): Promise<unknown>;
  close(): void;
}

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export async function tableWriter(): Promise<TableWriter> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  const write = async (query: string, options = ''): Promise<string> => {
    const path = fileOf('', 'table.parquet');
    const more = options === '' ? '' : `, ${options}`;
    await connection.run(`COPY (${query}) TO ${quoted(path)} (FORMAT parquet${more})`);
    return path;
  };
  return {
    write,
    writeRows: (rows, columns, options) => {
      const path = fileOf(rows.map(row => `${JSON.stringify(row)}\n`).join(''), 'rows.jsonl');
      const types = Object.entries(columns ?? {}).map(
        ([name, type]) => `${quoted(name)}: ${quoted(type)}`,
      );
      const typed = columns ? `, columns = {${types.join(', ')}}` : ', sample_size = -1';
      const from = `read_json(${quoted(path)}, format = 'newline_delimited', maximum_object_size = 64000000${typed})`;
      return write(`SELECT * FROM ${from}`, options);
    },
    run: sql => connection.run(sql),
    close: () => connection.closeSync(),
  };
}

/** The lines of a Parquet file. */
export function linesOf(path: string, options: Partial<TableOptions> = {}): string[] {
  const file = openSync(path, 'r');
  try {
    const all = { file: path, maxRecordBytes: 1 << 26, maxExpansion: 200, ...options };
    const text = Buffer.concat([...jsonLines(storedBytes(file), all)]).toString();
    return text === '' ? [] : text.slice(0, -1).split('\n');
  } finally {
    closeSync(file);
  }
}

/** A copy of a file with some of its bytes changed. */
export function changed(bytes: Buffer, change: (copy: Buffer) => Buffer | undefined): string {
  const copy = Buffer.from(bytes);
  const path = fileOf('', 'changed.parquet');
  writeFileSync(path, change(copy) ?? copy);
  return path;
}
