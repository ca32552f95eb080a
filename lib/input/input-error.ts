import { KeychainError } from '../errors.js';

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EMFILE: 'too many files are open',
};

/** Turns what the file system says about an input into INPUT_MISSING; hands other errors back. */
export function inputError(file: string, error: Error): Error {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof KeychainError || !syscall || !code) return error;
  const reason = REASONS[code] ?? `${code} in ${syscall}`;
  return new KeychainError(
    'INPUT_MISSING',
    `${file}: cannot be read, ${reason}; give the path of a readable file, or - for standard input`,
    { cause: error },
  );
}
