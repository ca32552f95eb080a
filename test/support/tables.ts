import { DuckDBInstance } from '@duckdb/node-api';
import type { Column, Columns } from '../../lib/records/columns.js';

/** The types that a reader infers, by column. */
export type Inferred = [name: string, type: string][];

/** A reader that knows nothing of us: DuckDB, which tells the types of JSON lines from the lines. */
export interface TableReader {
  /** The types of a file's columns, from all its lines. */
  infer(path: string): Promise<Inferred>;
  /** Rows of a file that is read with the types of another; rejects where they do not fit. */
  rows(path: string, types: Inferred): Promise<number>;
  /** The types of a Parquet file's columns. */
  parquetTypes(path: string): Promise<Inferred>;
  /** The rows of a Parquet file, each as JSON. */
  parquetRows(path: string): Promise<string[]>;
  /** Rows, compressed and raw bytes of a Parquet file's row groups. */
  parquetGroups(path: string): Promise<{ rows: number; bytes: number; rawBytes: number }[]>;
  close(): void;
}

/** A text that looks like something else in every line is still a text of ours. */
const asText = (type: string): string => type.replace(/\b(UUID|DATE|TIME|TIMESTAMP)\b/g, 'VARCHAR');

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export async function tableReader(): Promise<TableReader> {
  const connection = await (await DuckDBInstance.create()).connect();
  const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjects();
  const from = (path: string, more: string): string =>
    `read_json(${quoted(path)}, format = 'newline_delimited', maximum_object_size = 64000000, ${more})`;
  return {
    infer: async path => {
      const rows = await ask(`DESCRIBE SELECT * FROM ${from(path, 'sample_size = -1')}`);
      return rows.map(row => [`${row.column_name}`, asText(`${row.column_type}`)]);
    },
    rows: async (path, types) => {
      const columns = types.map(([name, type]) => `${quoted(name)}: ${quoted(type)}`).join(', ');
      const columnsOf = `columns = {${columns}}`;
      // Each column is looked at, so that none is passed over unread.
      const [row] = await ask(
        `SELECT count(*) AS rows, count(to_json(all_of)) AS whole FROM ${from(path, columnsOf)} AS all_of`,
      );
      return Number(row!.whole === row!.rows ? row!.rows : -1);
    },
    parquetTypes: async path => {
      const rows = await ask(`DESCRIBE SELECT * FROM read_parquet(${quoted(path)})`);
      return rows.map(row => [`${row.column_name}`, `${row.column_type}`.replaceAll('"', '')]);
    },
    parquetRows: async path => {
      const rows = await ask(`SELECT to_json(t) AS row FROM read_parquet(${quoted(path)}) AS t`);
      return rows.map(({ row }) => `${row}`);
    },
    parquetGroups: async path => {
      const rows = await ask(
        `SELECT row_group_id, any_value(row_group_num_rows) AS rows, sum(total_compressed_size) AS bytes,
           sum(total_uncompressed_size) AS raw
         FROM parquet_metadata(${quoted(path)}) GROUP BY row_group_id ORDER BY row_group_id`,
      );
      return rows.map(row => ({
        rows: Number(row.rows),
        bytes: Number(row.bytes),
        rawBytes: Number(row.raw),
      }));
    },
    close: () => connection.closeSync(),
  };
}

const TYPES = { text: 'VARCHAR', whole: 'BIGINT', fraction: 'DOUBLE', flag: 'BOOLEAN' } as const;

/** What DuckDB should say of a column. */
export function typeOf(column: Column): string {
  if (typeof column === 'string') return TYPES[column];
  if (Array.isArray(column)) return `${typeOf(column[0] as Column)}[]`;
  const fields = Object.entries(column as Columns).map(
    ([name, inner]) => `${name} ${typeOf(inner)}`,
  );
  return `STRUCT(${fields.join(', ')})`;
}
