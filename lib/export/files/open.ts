import { statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { KeychainError } from '../../errors.js';
import type { Sink } from '../../output/sink.js';
import { SINKS, type SinkName } from '../../output/sinks.js';
import type { Columns } from '../../records/columns.js';
import { type ExportPlace, type Split, STDOUT } from '../target.js';
import { linesFile, standardLines } from './lines.js';
import { parquetFile } from './parquet.js';
import type { RowFile } from './row-file.js';

const PARQUET = '.parquet';
/** Of standard output. */
const LINES = '.jsonl';

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
 * @param endings of files that the target's reader opens; those in a folder have the first, unless
 *   `--format` says another
 * @throws KeychainError USAGE for one file where questions are dealt out among several, for a file
 *   that the reader does not open, and for one of another format than `--format`
 */
export function splitPaths(
  { out, isDealt, format }: ExportPlace,
  endings: readonly [string, ...string[]],
): SplitPaths {
  const asked = format && SINKS[format].ending;
  const ending = asked ?? endings[0];
  const named = out === STDOUT ? LINES : rowEnding(out);
  const isOne = named !== undefined || isNoFolder(out);
  if (isOne && format && named !== asked) throw anotherFormat(out, format);
  if (out !== STDOUT && !endings.includes(named ?? ending)) {
    throw unreadable(named === undefined ? `--format ${format}` : `--out ${out}`, endings);
  }
  if (isOne && isDealt) throw severalFiles(out);
  if (isOne) return { train: out };
  if (isOtherFile(out)) throw otherFormat(out);
  const inside = (split: Split): string => join(out, `${split}${ending}`);
  const train = inside('train');
  return isDealt ? { train, test: inside('test'), valid: inside('valid') } : { train };
}

/** The ending of a file of rows; undefined for what is none by its name. */
const rowEnding = (path: string): string | undefined =>
  ENDINGS.find(ending => path.endsWith(ending));

const isRowFile = (path: string): boolean => rowEnding(path) !== undefined;

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

const unreadable = (said: string, endings: readonly string[]): KeychainError =>
  new KeychainError(
    'USAGE',
    `${said}: what reads these rows opens files that end in ${endings.join(', ')} alone; name one with --out FILE, or leave --format out`,
  );

const anotherFormat = (out: string, format: SinkName): KeychainError =>
  new KeychainError(
    'USAGE',
    `--format ${format} is of files in a folder, and --out ${out} ${out === STDOUT ? 'is JSON lines' : 'says its format by its ending'}; leave one of them out`,
  );

const otherFormat = (out: string): KeychainError =>
  new KeychainError(
    'USAGE',
    `--out ${out}: files end in ${ENDINGS.join(', ')}; what ends otherwise is a folder`,
  );
