import { KeychainError } from '../errors.js';

/** INPUT_SYNTAX at a place. */
export function syntaxError(file: string, offset: number, expected: string): KeychainError {
  return new KeychainError(
    'INPUT_SYNTAX',
    `${file}: not valid JSON at byte ${offset}, ${expected}; repair the file or get a fresh copy`,
  );
}

/** INPUT_TRUNCATED at a place. */
export function truncatedError(file: string, offset: number, what: string): KeychainError {
  return new KeychainError(
    'INPUT_TRUNCATED',
    `${file}: ends in the middle of ${what}, at byte ${offset}; get a complete copy of the file`,
  );
}
