import { tmpdir } from 'node:os';
import { KeychainError } from '../errors.js';
import { claimedFolder, removeLeftBehind } from './claims.js';
import type { TemporaryFolder } from './temporary.js';

/** What the names of private folders begin with. */
const PREFIX = 'keychain-';

/** The folder whose left-behind folders this process has removed, or is removing. */
let cleared: string | undefined;

/**
 * Makes a private folder below the system's temporary one and opens something in it. Mostly it is
 * removed as soon as that is open; a process that was killed just before has left it, and the next one
 * removes it.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE; then nothing is left
 */
export function openPrivately<T>(open: (folder: string) => T): {
  opened: T;
  folder: TemporaryFolder;
} {
  return inTemporarySpace(() => {
    const parent = tmpdir();
    // Nobody has to wait for that.
    if (cleared !== parent) void removeLeftBehind(parent, PREFIX);
    cleared = parent;
    const folder = claimedFolder(parent, PREFIX);
    try {
      return { opened: open(folder.path), folder };
    } catch (error) {
      folder.remove();
      throw error;
    }
  });
}

/** Runs what writes to the temporary folder; its failure becomes OUTPUT_UNWRITABLE. */
export function inTemporarySpace<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new KeychainError(
      'OUTPUT_UNWRITABLE',
      `${tmpdir()}: a temporary file cannot be written (${(error as Error).message}); set TMPDIR to a folder with room`,
      { cause: error },
    );
  }
}
