import { statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { KeychainError } from '../../errors.js';
import type { Sink } from '../../output/sink.js';
import { SINKS } from '../../output/sinks.js';
import type { Columns } from '../../records/columns.js';
import { type ExportPlace, type Split, STDOUT } from '../target.js';
import { linesFile, standardLines } from './lines.js';
import { parquetFile } from './parquet.js';
import type { RowFile } from './row-file.js';

const PARQUET = '.parquet';

/** Endings of files of rows: JSON lines as they are packed elsewhere, and tables. */
const ENDINGS = [
  ...Object.values<Sink>(SINKS)
    .filter(({ takesLines }) => takesLines)
    .map(({ ending }) => ending),
  '.json',
  PARQUET,
];

/** Endings by which files are meant that nobody writes here. */
const OTHERS = ['.txt', '.csv', '.tsv', '.arrow', '.gz', '.zst', '.xz', '.bz2', '.zip'];

/** Opens a file of rows; the end of its name says in which format. */
export async function openRows(path: string, columns: Columns, stdout: Writable): Promise<RowFile> {
  if (path === STDOUT) return standardLines(columns, stdout);
  return path.endsWith(PARQUET) ? parquetFile(path, columns) : linesFile(path, columns);
}

/** Paths by the splits whose rows go there. */
export type SplitPaths = Partial<Record<Split, string>>;

/**
 * The files that rows go to: the one that is named, if its ending is that of a format or it is there and
 * no folder (a device), or one a split in the folder that is.
 *
 * @param usual the ending of the files in a folder, unless `--format` says another; where it is that
 *   of lines, the target reads no tables
 * @throws KeychainError USAGE for one file where questions are dealt out among several, and for a file
 *   of another format, or of one that the target does not read
 */
export function splitPaths({ out, isDealt, format }: ExportPlace, usual: string): SplitPaths {
  const isOne = out === STDOUT || isRowFile(out) || isNoFolder(out);
  const ending = format ? SINKS[format].ending : usual;
  if (usual !== PARQUET && (isOne ? out : ending).endsWith(PARQUET)) {
    throw linesOnly(out);
  }
  if (isOne && isDealt) throw severalFiles(out);
  if (isOne) return { train: out };
  if (isOtherFile(out)) throw otherFormat(out);
  const inside = (split: Split): string => join(out, `${split}${ending}`);
  const train = inside('train');
  return isDealt ? { train, test: inside('test'), valid: inside('valid') } : { train };
}

const isRowFile = (path: string): boolean => ENDINGS.some(ending => path.endsWith(ending));

const isOtherFile = (path: string): boolean => OTHERS.includes(extname(path));

/** Whether a path names a file, be it there or not; what ends otherwise is a folder. */
export const isFileName = (path: string): boolean =>
  isRowFile(path) || isOtherFile(path) || isNoFolder(path);

function isNoFolder(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isDirectory();
}

const severalFiles = (out: string): KeychainError =>
  new KeychainError(
    'USAGE',
    `--out ${out} is one file, and --start-index and --end-index deal questions out among several; name a folder`,
  );

const linesOnly = (out: string): KeychainError =>
  new KeychainError(
    'USAGE',
    `--out ${out}: the target reads JSON lines, and no Parquet; name a file like rows.jsonl, or --format jsonl`,
  );

const otherFormat = (out: string): KeychainError =>
  new KeychainError(
    'USAGE',
    `--out ${out}: files end in ${ENDINGS.join(', ')}; what ends otherwise is a folder`,
  );
