import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KeychainError } from '../errors.js';
import { exportedFiles } from './export-manifest.js';
import { baseOf } from './names.js';
import { readShardName } from './shard-name.js';
import { SINKS } from './sinks.js';

const ENDINGS = Object.values(SINKS).map(({ ending }) => ending);

/**
 * Whether a file of a folder is read for samples, by its name. Rejects are told by theirs, which a run
 * gives them, and most people, too.
 */
export const isSampleFile = (name: string): boolean =>
  ENDINGS.some(ending => name.endsWith(ending) && !/(^|[./\\])rejects$/.test(baseOf(name)));

/**
 * The files of samples that are named, or stand in folders that are; `-` is standard input. What exports
 * have written among samples is none of them; it is taken where nothing else is there.
 *
 * @throws KeychainError USAGE, INPUT_MISSING
 */
export async function sampleFiles(paths: readonly string[] = []): Promise<string[]> {
  if (paths.length === 0) {
    throw new KeychainError('USAGE', 'name files of samples, or folders of them');
  }
  const files: string[] = [];
  for (const path of paths) {
    if (path === '-' || !(await isFolder(path))) {
      files.push(path);
      continue;
    }
    const inside = await readdir(path, { recursive: true });
    const found = withoutMerged(inside.filter(isSampleFile).sort());
    const exported = await exportedFiles(path, inside);
    const samples = found.filter(name => !exported.has(name));
    files.push(...(samples.length > 0 ? samples : found).map(name => join(path, name)));
  }
  if (files.length > 0) return files;
  throw new KeychainError(
    'INPUT_MISSING',
    `${paths.join(', ')}: no sample files (*${ENDINGS.join(', *')}) there`,
  );
}

/** The names less those of shards of which the whole is there, merged or made at once. */
function withoutMerged(names: readonly string[]): string[] {
  const all = new Set(names);
  return names.filter(name => {
    const base = baseOf(name);
    const found = readShardName(base);
    return !found || !all.has(found.whole + name.slice(base.length));
  });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new KeychainError('INPUT_MISSING', `${path}: no such file or folder`, { cause });
  }
}
