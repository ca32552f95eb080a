import { RecordError } from '../../errors.js';
import { type ByteFile, openByteFile } from '../../output/byte-file.js';
import { parquetRows } from '../../parquet/write/parquet-rows.js';
import type { Columns } from '../../records/columns.js';
import type { RowFile } from './row-file.js';

/**
 * A file of rows as Parquet, with the explicit types of its columns.
 *
 * @throws (by `write`) RecordError RECORD_INVALID for a row that UTF-8 cannot hold
 */
export async function parquetFile(path: string, columns: Columns): Promise<RowFile> {
  const file = await openByteFile(path);
  const rows = parquetRows(columns);
  const written = drain(rows, file);
  // Reported by the next row or by the end.
  written.catch(() => undefined);
  return {
    path,
    get bytes() {
      return file.at;
    },
    write: async row => {
      refuseHalves(row, '');
      await new Promise(resolve => rows.write(row, resolve));
      if (rows.errored || rows.destroyed) await written;
    },
    end: async () => {
      rows.end();
      await written;
      await file.end();
    },
    commit: file.commit,
    abandon: async () => {
      rows.destroy();
      await written.catch(() => undefined);
      await file.abandon();
    },
  };
}

async function drain(rows: AsyncIterable<Uint8Array>, file: ByteFile): Promise<void> {
  for await (const bytes of rows) await file.write(bytes);
}

/** Nothing is changed so that it can be written: half of a surrogate pair stands for no character. */
function refuseHalves(value: unknown, path: string): void {
  if (typeof value === 'string' && !value.isWellFormed()) {
    throw new RecordError(
      'RECORD_INVALID',
      `${path} holds half of a surrogate pair, which Parquet cannot; JSON lines can`,
    );
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    refuseHalves(inner, path === '' ? name : `${path}.${name}`);
  }
}
