import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KeychainError } from '../../errors.js';
import {
  BUILDING,
  dataFileOf,
  INFO_FILE,
  isCorpusFile,
  keyOf,
  REJECTS_FILE,
  rejectsFileOf,
} from '../store/info.js';
import { DATA_FILE } from '../store/layout.js';
import { unwritable } from './unwritable.js';

/** What is not named by `corpus.json` for so long is of a run that was killed while it put it there. */
const LEFT_BEHIND_AFTER_MS = 3_600_000;

/**
 * Checks that a corpus may be put somewhere: nothing is there, or an empty folder, or what is left
 * of a corpus, of whatever version.
 *
 * @throws KeychainError CORPUS_UNUSABLE
 */
export async function checkPlace(place: string): Promise<void> {
  const names = await readdir(place).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw inTheWay(place, cause);
  });
  const isOurs = (name: string): boolean => isCorpusFile(name) || name.startsWith(BUILDING);
  if (names.every(isOurs) || (await keyOf(place)) !== undefined) return;
  throw inTheWay(place);
}

/**
 * Puts a finished corpus into its folder, where the same one or an older one may already stand, or
 * be put by another process at any time.
 *
 * Its files have its key in their names, and `corpus.json` says which corpus it is. That file is
 * replaced last, in one go: whenever the process is killed, what the folder holds is the older
 * corpus or this one, whole, and all else in it is where it was.
 *
 * @param move what renames a file; tests stop it on the way
 * @throws KeychainError OUTPUT_UNWRITABLE
 */
export async function putInPlace(
  finished: string,
  place: string,
  key: string,
  move = rename,
): Promise<void> {
  const older = await unwritable(place, async () => {
    await move(join(finished, DATA_FILE), join(place, dataFileOf(key)));
    await move(join(finished, REJECTS_FILE), join(place, rejectsFileOf(key)));
    const there = await keyOf(place);
    await move(join(finished, INFO_FILE), join(place, INFO_FILE));
    return there;
  });
  await removeOlder(place, key, older).catch(() => undefined);
}

/** Removes the files of the corpus that was replaced, and what killed processes have left. */
async function removeOlder(place: string, key: string, older: string | undefined): Promise<void> {
  const kept = new Set([INFO_FILE, dataFileOf(key), rejectsFileOf(key)]);
  const replaced = new Set(older === undefined ? [] : [dataFileOf(older), rejectsFileOf(older)]);
  for (const name of await readdir(place)) {
    if (!isCorpusFile(name) || kept.has(name)) continue;
    const path = join(place, name);
    // Another process may just be putting its own there.
    const isOld = (await stat(path)).mtimeMs < Date.now() - LEFT_BEHIND_AFTER_MS;
    if (isOld || replaced.has(name)) await rm(path, { force: true });
  }
}

function inTheWay(place: string, cause?: unknown): KeychainError {
  return new KeychainError(
    'CORPUS_UNUSABLE',
    `${place} is in the way: it is no corpus; name an empty or another folder with --corpus`,
    { cause },
  );
}
