import { tmpdir } from 'node:os';
import { KeychainError } from '../errors.js';

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
