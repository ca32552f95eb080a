import { appendFileSync, closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTemporarySpace } from './temporary-space.js';

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

/** Makes a file that only this user can read, in a folder of its own below the temporary folder. */
export function spool(): Spool {
  const folder = inTemporarySpace(() => mkdtempSync(join(tmpdir(), 'keychain-')));
  const path = join(folder, 'spool');
  let file: number | undefined = inTemporarySpace(() => openSync(path, 'wx', 0o600));
  const close = () => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return {
    path,
    write: chunk => inTemporarySpace(() => file !== undefined && appendFileSync(file, chunk)),
    close,
    remove() {
      close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
