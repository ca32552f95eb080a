import { KeychainError } from '../errors.js';

/** Says that an output cannot be written, why, and what to do. */
export const unwritable = (path: string, cause: Error): KeychainError =>
  new KeychainError(
    'OUTPUT_UNWRITABLE',
    `${path}: ${cause.message}; name another place with --save-dir, --out or --rejects, or make room there`,
    { cause },
  );

/** Runs what writes to a path; its failure becomes OUTPUT_UNWRITABLE. */
export async function writing<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw cause instanceof KeychainError ? cause : unwritable(path, cause as Error);
  }
}
