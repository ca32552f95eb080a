import { KeychainError } from '../errors.js';
import { MAX_EXPANDED_BYTES } from './limits.js';

/** Stored bytes that are assumed at least: what little becomes of them harms nobody. */
const LEAST_STORED = 1 << 16;

/**
 * Holds a compressed input to what it may become.
 *
 * @returns takes note of bytes that came out, `stored` having gone in so far
 * @throws (the function) KeychainError INPUT_TOO_LARGE
 */
export function expansionLimit(
  file: string,
  maxExpansion: number,
): (given: number, stored: number) => void {
  let total = 0;
  return (given, stored) => {
    total += given;
    if (total > MAX_EXPANDED_BYTES) throw tooLarge(file, 'to more than 1 TB', 'split it');
    if (total <= maxExpansion * Math.max(stored, LEAST_STORED)) return;
    throw tooLarge(
      file,
      `to more than ${maxExpansion} times its size, before byte ${stored} of it`,
      'if it is no decompression bomb, allow more with --max-expansion',
    );
  };
}

const tooLarge = (file: string, what: string, wayOut: string): KeychainError =>
  new KeychainError('INPUT_TOO_LARGE', `${file}: decompresses ${what}; ${wayOut}`);
