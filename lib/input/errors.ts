import { KeychainError } from '../errors.js';

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EMFILE: 'too many files are open',
};

/** INPUT_MISSING for what the file system says about an input; other errors come back as they are. */
export function missingError(file: string, error: Error): Error {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof KeychainError || !syscall || !code) return error;
  const reason = REASONS[code] ?? `${code} in ${syscall}`;
  return new KeychainError(
    'INPUT_MISSING',
    `${file}: cannot be read, ${reason}; give the path of a readable file, or - for standard input`,
    { cause: error },
  );
}

/** INPUT_TRUNCATED: `what` has an end, which is not there; `place` is like `byte 7`. */
export function truncatedError(
  file: string,
  place: string,
  what: string,
  cause?: unknown,
): KeychainError {
  return new KeychainError(
    'INPUT_TRUNCATED',
    `${file}: ends in the middle of ${what}, at ${place}; get a complete copy of the file`,
    { cause },
  );
}

/** INPUT_COMPRESSION: `what` is wrong, as in `damaged gzip data before byte 7 (..)`. */
export function damagedError(file: string, what: string, cause?: unknown): KeychainError {
  return new KeychainError('INPUT_COMPRESSION', `${file}: ${what}; get a fresh copy of the file`, {
    cause,
  });
}

/**
 * INPUT_SYNTAX at a place (a byte offset, and the line where lines are counted); `expected` is like
 * `expected a value`.
 */
export function syntaxError(
  { file, line }: { file: string; line?: number | undefined },
  offset: number,
  expected: string,
): KeychainError {
  const where = line === undefined ? `byte ${offset}` : `line ${line} (byte ${offset})`;
  return new KeychainError(
    'INPUT_SYNTAX',
    `${file}: not valid JSON at ${where}, ${expected}; repair the file or get a fresh copy`,
  );
}
