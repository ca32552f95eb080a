import { stat } from 'node:fs/promises';
import { KeychainError } from '../../lib/errors.js';
import type { WordsOf } from './command.js';

/** Datasets, of which there must be one. */
export const DATASET_FILES: WordsOf = {
  setting: 'dataset',
  needed: 'name a dataset file, or - for standard input',
};

/** One file, or standard input. */
export const oneFile = (
  setting: 'dataset' | 'records',
  command: string,
  what: string,
): WordsOf => ({ setting, most: { count: 1, said: `${command} reads one file of ${what}` } });

/**
 * Whether folders are named, and not files.
 *
 * @throws KeychainError USAGE where some are the one and some the other
 */
export async function areFolders(paths: readonly string[]): Promise<boolean> {
  const folders = await Promise.all(paths.map(isFolder));
  const file = paths[folders.indexOf(false)];
  if (file === undefined) return paths.length > 0;
  const folder = paths[folders.indexOf(true)];
  if (folder === undefined) return false;
  throw new KeychainError(
    'USAGE',
    `${folder} is a folder, ${file} is none; name the ones or the others`,
  );
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    stats => stats.isDirectory(),
    () => false,
  );
