import { KeychainError } from '../errors.js';

/**
 * The one file that a command reads, or standard input.
 *
 * @param what its content, for the message: `questions`
 * @throws KeychainError USAGE if there are more
 */
export function oneFile(
  files: readonly string[] | undefined,
  command: string,
  what: string,
): string {
  const [file = '-', ...more] = files ?? [];
  if (more.length === 0) return file;
  throw new KeychainError('USAGE', `${command} reads one file of ${what}, not ${more.length + 1}`);
}
