import { appendFileSync, closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { inTemporarySpace, openPrivately } from './temporary-space.js';

/** A private temporary file. */
export interface Spool {
  readonly path: string;
  /** Appends in place: a write under way while the spool is removed would hit a closed file. */
  write(chunk: Buffer): void;
  /** Ends the writing; the file can be opened by its path until it is removed. */
  close(): void;
  /** Removes the file and its folder; may be called more than once. */
  remove(): void;
}

const NAME = 'spool';

/**
 * Makes a file that only this user can read, in a folder of its own below the temporary folder.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE, also by `write`
 */
export function spool(): Spool {
  const { opened, folder } = openPrivately(parent => openSync(join(parent, NAME), 'wx', 0o600));
  let file: number | undefined = opened;
  const close = () => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return {
    path: join(folder.path, NAME),
    write: chunk => inTemporarySpace(() => file !== undefined && appendFileSync(file, chunk)),
    close,
    remove() {
      close();
      folder.remove();
    },
  };
}
