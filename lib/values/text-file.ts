import { readFileSync, statSync } from 'node:fs';
import { KeychainError } from '../errors.js';

/**
 * The file that a value names in place of a text: `@FILE`, or a path at which there is one. Who
 * forgets the sign would else ask a model with the file's name.
 */
export function textFile(given: string): string | undefined {
  if (given.startsWith('@')) return given.slice(1);
  try {
    return statSync(given).isFile() ? given : undefined;
  } catch {
    // There is none, or the text is no path at all.
    return undefined;
  }
}

/**
 * The text of a file, without the line feed at its end, which is no part of what is said.
 *
 * @throws KeychainError INPUT_MISSING
 */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    const { message } = cause as Error;
    throw new KeychainError('INPUT_MISSING', `${file}: ${message}; name a text file`, { cause });
  }
}
