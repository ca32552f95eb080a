import { fstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, sep } from 'node:path';
import { isCorpusFile, REJECTS_FILE } from '../corpus/store/info.js';
import { KeychainError } from '../errors.js';
import { inputPlace } from '../input/input-place.js';
import { isExported } from '../output/export-manifest.js';
import { isSampleFile } from '../output/sample-files.js';
import { kindByName } from '../texts/kinds.js';
import { hyphenated, type Setting } from './setting.js';

/** What is read of the folders that a setting may name, by the names of files and their paths. */
const READ_IN_FOLDERS: Readonly<Record<string, (name: string, path: string) => boolean>> = {
  // What an export has written there is none of the samples.
  records: (name, path) => isSampleFile(name) && !isExported(path),
  exclude: isSampleFile,
  decontaminate: isSampleFile,
  fillers: name => kindByName(name) !== undefined,
  batchIn: () => true,
  // A file of rejects may stand beside a corpus.
  corpus: name => isCorpusFile(name) && name !== REJECTS_FILE,
};

/**
 * Sees that no file that is to be written is one that is read, be it by another name, a link or a
 * second name of the same file: what is read would be gone.
 *
 * @param rows the settings that the command takes
 * @param values theirs, before files are read that stand for texts
 * @throws KeychainError USAGE
 */
export function refuseOverwriting(
  rows: ReadonlyMap<string, Setting>,
  values: Readonly<Record<string, unknown>>,
): void {
  const isOutput = (name: string): boolean => rows.get(name)?.kind.isOutput === true;
  const names = Object.keys(values);
  for (const name of names.filter(isOutput)) {
    const written = fileAt(values[name]);
    if (!written) continue;
    for (const other of names) {
      if (isOutput(other)) continue;
      for (const item of [values[other]].flat()) {
        if (isReadOf(other, item, written)) refuse(name, written, `${hyphenated(other)} ${item}`);
      }
    }
    if (isSame(standardInput(), written.stats)) refuse(name, written, 'standard input');
  }
}

/** A file that is there. */
interface ThereFile {
  path: string;
  stats: Stats;
}

/** The file at a path; what is none, such as a device, is not replaced. */
function fileAt(path: unknown): ThereFile | undefined {
  const stats = typeof path === 'string' ? statsOf(path) : undefined;
  return stats?.isFile() ? { path: path as string, stats } : undefined;
}

function isReadOf(name: string, item: unknown, written: ThereFile): boolean {
  if (typeof item !== 'string') return false;
  const { path } = inputPlace(item);
  // A text may be in a file.
  const stats = statsOf(path) ?? (item.startsWith('@') ? statsOf(item.slice(1)) : undefined);
  if (!stats?.isDirectory()) return isSame(stats, written.stats);
  const isRead = READ_IN_FOLDERS[name];
  const real = realpathSync(written.path);
  return isRead?.(basename(real), real) === true && real.startsWith(`${realpathSync(path)}${sep}`);
}

/** Whether two are the same file, whatever their names. */
const isSame = (a: Stats | undefined, b: Stats): boolean =>
  a !== undefined && a.dev === b.dev && a.ino === b.ino;

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    // There is nothing, or the value is no path at all.
    return undefined;
  }
}

function standardInput(): Stats | undefined {
  try {
    return fstatSync(0);
  } catch {
    return undefined;
  }
}

function refuse(name: string, { path }: ThereFile, read: string): never {
  throw new KeychainError(
    'USAGE',
    `--${hyphenated(name)} ${path}: is read, too (${read}), and would be lost; name another file`,
  );
}
