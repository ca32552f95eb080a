import { KeychainError } from '../../errors.js';

/**
 * Runs what writes a corpus: a full disk, for one, is told with the path and a way out.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE for whatever is thrown that has no code yet; so does a
 *   promise
 */
export function unwritable<T>(path: string, work: () => T): T {
  const refuse = (cause: unknown): never => {
    if (cause instanceof KeychainError) throw cause;
    throw new KeychainError(
      'OUTPUT_UNWRITABLE',
      `${path}: a corpus cannot be written there (${(cause as Error).message}); make room, or name another folder with --corpus`,
      { cause },
    );
  };
  try {
    const result = work();
    return result instanceof Promise ? (result.catch(refuse) as T) : result;
  } catch (cause) {
    return refuse(cause);
  }
}
