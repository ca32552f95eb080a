import { tmpdir } from 'node:os';
import { KeychainError } from '../errors.js';
import { type TemporaryFolder, temporaryFolder } from './temporary.js';

/**
 * Makes a private folder below the system's temporary one and opens something in it.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE; then nothing is left
 */
export function openPrivately<T>(open: (folder: string) => T): {
  opened: T;
  folder: TemporaryFolder;
} {
  return inTemporarySpace(() => {
    const folder = temporaryFolder(tmpdir());
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
