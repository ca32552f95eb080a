import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { markTemporary, unmarkTemporary } from '../../disk/temporary.js';
import { KeychainError } from '../../errors.js';
import { CORPUS_FILES, readInfo, wasCorpus } from '../store/info.js';

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
  if (names.every(name => CORPUS_FILES.has(name)) || (await wasCorpus(place))) return;
  throw inTheWay(place);
}

/**
 * Moves a finished corpus to its place, where the same one or an older one may already stand, or
 * be put by another process at any time. What else there is in an older one's folder stays there.
 *
 * @throws KeychainError CORPUS_UNUSABLE, OUTPUT_UNWRITABLE
 */
export async function putInPlace(finished: string, place: string, key: string): Promise<void> {
  const replaced: string[] = [];
  while (!(await move(finished, place))) {
    const there = await readInfo(place).catch(() => undefined);
    if (there?.key === key) {
      await rm(finished, { recursive: true });
      break;
    }
    await checkPlace(place);
    const old = `${finished}.old-${replaced.length}`;
    if (await move(place, old)) replaced.push(old);
  }
  for (const old of replaced) {
    for (const name of await readdir(old)) {
      if (!CORPUS_FILES.has(name)) await move(join(old, name), join(place, name));
    }
    await rm(markTemporary(old), { recursive: true });
    unmarkTemporary(old);
  }
}

const OCCUPIED = new Set(['ENOTEMPTY', 'EEXIST', 'ENOTDIR']);

/** Resolves to false if something stands at the new place, or nothing at the old one. */
async function move(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    if (OCCUPIED.has(code) || code === 'ENOENT') return false;
    throw new KeychainError(
      'OUTPUT_UNWRITABLE',
      `${to}: a corpus cannot be put there (${message}); name another folder with --corpus`,
      { cause },
    );
  }
}

function inTheWay(place: string, cause?: unknown): KeychainError {
  return new KeychainError(
    'CORPUS_UNUSABLE',
    `${place} is in the way: it is no corpus; name an empty or another folder with --corpus`,
    { cause },
  );
}
