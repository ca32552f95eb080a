import { KeychainError } from '../../errors.js';

/**
 * Runs what writes a corpus: a full disk, for one, is told with the path and a way out.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE for whatever is thrown that has no code yet
 */
export function unwritable<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof KeychainError) throw cause;
    throw new KeychainError(
      'OUTPUT_UNWRITABLE',
      `${path}: a corpus cannot be written there (${(cause as Error).message}); make room, or name another folder with --corpus`,
      { cause },
    );
  }
}
