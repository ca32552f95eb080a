import { PassThrough, type Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { columnsJson } from '../../json/json-text.js';
import { heldLineFile } from '../../output/line-file.js';
import type { Columns } from '../../records/columns.js';
import { STDOUT } from '../target.js';
import type { RowFile } from './row-file.js';

/** A file of rows as JSON lines, gzipped if its name says so. */
export function linesFile(path: string, columns: Columns): RowFile {
  const file = heldLineFile(path);
  const { stream, commit, abandon } = file;
  return {
    ...rowLines(path, columns, stream, finished(stream)),
    get bytes() {
      return file.bytes;
    },
    commit,
    abandon,
  };
}

/** Rows as JSON lines on standard output, which stays open for others. */
export function standardLines(columns: Columns, stdout: Writable): RowFile {
  const lines = new PassThrough();
  const written = pipeline(lines, stdout, { end: false });
  return {
    ...rowLines(STDOUT, columns, lines, written),
    bytes: 0,
    commit: async () => undefined,
    abandon: async () => void lines.destroy(),
  };
}

function rowLines(
  path: string,
  columns: Columns,
  stream: Writable,
  written: Promise<void>,
): Pick<RowFile, 'path' | 'write' | 'end'> {
  const jsonOf = columnsJson(columns);
  // Reported by the next row or by the end.
  written.catch(() => undefined);
  return {
    path,
    write: async row => {
      await new Promise(resolve => stream.write(`${jsonOf(row)}\n`, resolve));
      if (stream.errored || stream.destroyed) await written;
    },
    end: async () => {
      stream.end();
      await written;
    },
  };
}
