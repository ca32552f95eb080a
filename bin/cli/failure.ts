import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { type ErrorCode, KeychainError } from '../../lib/errors.js';
import { withoutSecrets } from '../../lib/values/without-secrets.js';

/** What a system says of itself, in the code or at the beginning of the message of an error. */
const FULL = /\b(ENOSPC|EDQUOT|EFBIG|EIO|EROFS|MDB_MAP_FULL)\b|No space left|Input\/output error/;
const FILES = /\b(EMFILE|ENFILE)\b|[Tt]oo many open files/;
const MEMORY =
  /\b(ENOMEM|ERR_WORKER_INIT_FAILED|ERR_WORKER_OUT_OF_MEMORY|ERR_MEMORY_ALLOCATION_FAILED)\b|Out of memory|Cannot allocate|allocation failed/;
/** How Node says that a module is none; of one that it may not open, too. */
const NO_MODULE = /^Cannot find (?:package|module) '([^']+)' imported from (.+)$/;
/** What lmdb says of a page that it could not write, having said the like to standard error. */
const LMDB_SPOKE = /Attempting to write page/;
/** Errors that are caused by others, looked at up to here. */
const MOST_CAUSES = 10;

/** The line that tells of an error, and what the process ends with. */
export function describeFailure(
  thrown: unknown,
  debug: boolean,
): { text: string; exitCode: 1 | 2 } {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const known = knownFailure(error);
  const message = withoutSecrets((known ?? error).message);
  // What it has written to standard error itself has no end of line.
  const begun = causesOf(error).some(each => LMDB_SPOKE.test(each.message)) ? '\n' : '';
  const line = `${begun}error: ${known ? `${known.code}: ` : ''}${message}\n`;
  const exitCode = known instanceof KeychainError ? known.exitCode : 1;
  return { text: debug ? `${line}${withoutSecrets(`${error.stack}`)}\n` : line, exitCode };
}

/** An error with a code, or one of the system's that nobody has given one. */
function knownFailure(error: Error): KeychainError | undefined {
  const said = causesOf(error).map(each => {
    const { code } = each as NodeJS.ErrnoException;
    return `${typeof code === 'string' ? code : ''} ${each.message}`;
  });
  const says = (words: RegExp): boolean => said.some(each => words.test(each));
  const of = (code: ErrorCode, message: string): KeychainError =>
    new KeychainError(code, message, { cause: error });
  // An input that cannot be opened for that is not missing.
  if (says(FILES) || causesOf(error).some(isModuleThere)) {
    return of(
      'SYSTEM_LIMIT',
      `too few files may be open (${firstLine(error)}); allow more, such as ulimit -n 1024`,
    );
  }
  if (error instanceof KeychainError) return error;
  if (says(MEMORY)) {
    return of(
      'SYSTEM_LIMIT',
      `the system gives no more memory (${firstLine(error)}); raise its limit (ulimit -v), or use fewer --workers`,
    );
  }
  if (says(FULL)) {
    const { path = tmpdir() } = error as NodeJS.ErrnoException;
    return of(
      'OUTPUT_UNWRITABLE',
      `${path}: ${firstLine(error)}; make room there, or name another place (TMPDIR for temporary files)`,
    );
  }
  return undefined;
}

/** Whether a module is not found that is there: it could not be opened when it was looked for. */
function isModuleThere(error: Error): boolean {
  const [, name, importer] = NO_MODULE.exec(firstLine(error)) ?? [];
  if (name === undefined || importer === undefined) return false;
  // Of a package whose description it could not read, it names a file that may never have been.
  if (isAbsolute(name)) return existsSync(name) || existsSync(join(dirname(name), 'package.json'));
  try {
    createRequire(importer).resolve(name);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND';
  }
}

function causesOf(error: Error): Error[] {
  const causes: Error[] = [];
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    causes.push(each);
    if (causes.length === MOST_CAUSES) break;
  }
  return causes;
}

const firstLine = ({ message }: Error): string => message.split('\n', 1)[0]!;
