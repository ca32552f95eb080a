import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { KeychainError } from '../../errors.js';
import type { Columns } from '../../records/columns.js';
import { type ExportPlace, type Split, STDOUT } from '../target.js';
import { linesFile, standardLines } from './lines.js';
import { parquetFile } from './parquet.js';
import type { RowFile } from './row-file.js';

type Open = (path: string, columns: Columns) => RowFile | Promise<RowFile>;

/** What opens a file of rows, by the ending of its name. */
const FORMATS: readonly (readonly [ending: string, open: Open])[] = [
  ['.jsonl', linesFile],
  ['.jsonl.gz', linesFile],
  ['.jsonl.zst', linesFile],
  ['.json', linesFile],
  ['.parquet', parquetFile],
];

/** Opens a file of rows; the end of its name says in which format. */
export async function openRows(path: string, columns: Columns, stdout: Writable): Promise<RowFile> {
  if (path === STDOUT) return standardLines(columns, stdout);
  const [, open] = FORMATS.find(([ending]) => path.endsWith(ending))!;
  return open(path, columns);
}

/** Paths by the splits whose rows go there. */
export type SplitPaths = Partial<Record<Split, string>>;

/**
 * The files that rows go to: the one that is named, if its ending is that of a format, or one a split
 * in the folder that is.
 *
 * @param ending of the files in a folder
 * @throws KeychainError USAGE for one file where questions are dealt out among several
 */
export function splitPaths({ out, isDealt }: ExportPlace, ending: string): SplitPaths {
  const isFile = out === STDOUT || FORMATS.some(([each]) => out.endsWith(each));
  if (isFile && isDealt) throw severalFiles(out);
  if (isFile) return { train: out };
  const inside = (split: Split): string => join(out, `${split}${ending}`);
  const train = inside('train');
  return isDealt ? { train, test: inside('test'), valid: inside('valid') } : { train };
}

const severalFiles = (out: string): KeychainError =>
  new KeychainError(
    'USAGE',
    `--out ${out} is one file, and --start-index and --end-index deal questions out among several; name a folder`,
  );
