import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { inTemporarySpace, openPrivately } from './temporary-space.js';

/** A private temporary file without a name: nothing of it is left, however the process ends. */
export interface Spool {
  /** Appends in place: a write under way while the spool is closed would hit another file. */
  write(chunk: Buffer): void;
  /** Hands the open file over: whoever takes it reads it from its beginning and closes it. */
  take(): number;
  /** Closes the file, unless it was taken; may be called more than once. */
  close(): void;
}

/**
 * Makes a file that only this user can read. It has lost its name before the first byte comes
 * (where open files cannot be removed, when it is closed).
 *
 * @throws KeychainError OUTPUT_UNWRITABLE, also by `write`
 */
export function spool(): Spool {
  const { opened, folder } = openPrivately(parent => openSync(join(parent, 'spool'), 'wx+', 0o600));
  folder.remove();
  let file: number | undefined = opened;
  const append = (chunk: Buffer): void => {
    let at = 0;
    while (file !== undefined && at < chunk.length) at += writeSync(file, chunk, at);
  };
  return {
    write: chunk => inTemporarySpace(() => append(chunk)),
    take() {
      const taken = file as number;
      file = undefined;
      return taken;
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
      folder.remove();
    },
  };
}
