import { mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What this process must not leave behind: unfinished outputs, half-built corpora, private
 * folders. Whoever makes one removes it; this list is for a process that is told to stop at once.
 */
const temporary = new Map<string, () => boolean>();

/**
 * Notes a path as temporary and returns it. To be called before anything is there, and what is put
 * there is to be opened synchronously: what an asynchronous call has under way when the process is
 * told to stop may come after the removal.
 *
 * @param isOurs - asked before it is removed; what another process has put there stays
 */
export function markTemporary(path: string, isOurs: () => boolean = () => true): string {
  temporary.set(path, isOurs);
  return path;
}

/** Forgets a path that has been removed or has got its final name. */
export function unmarkTemporary(path: string): void {
  temporary.delete(path);
}

/** Unfinished work that is gone on with later. */
const kept = new Set<string>();

/** Notes paths of work that is to stay, although it is unfinished: they are not temporary. */
export function keepWork(...paths: readonly string[]): void {
  for (const path of paths) {
    temporary.delete(path);
    kept.add(path);
  }
}

/** Forgets a path of such work, which is finished or given up. */
export function endWork(path: string): void {
  kept.delete(path);
}

/** Whether a process that ends now leaves work that the same command goes on with. */
export const keepsWork = (): boolean => kept.size > 0;

/** Folders that were made for what is temporary, and that others may have put something into since. */
const emptied = new Set<string>();

/** Notes that a folder goes with what is temporary in it, if nothing else is in it then. */
export function markEmptied(path: string): void {
  emptied.add(path);
}

/** Removes such a folder, if nothing is in it; else it is there to stay. */
export function removeEmptied(path: string): void {
  emptied.delete(path);
  try {
    rmdirSync(path);
  } catch {
    // Something is in it, or it has gone already.
  }
}

/**
 * Removes everything that is still temporary, what was marked last first: a lease goes after what it
 * is for. What cannot be removed does not keep the rest.
 */
export function removeTemporary(): void {
  for (const path of [...temporary.keys()].reverse()) remove(path);
  for (const path of emptied) removeEmptied(path);
}

/** A folder of this process alone. */
export interface TemporaryFolder {
  readonly path: string;
  /**
   * Removes the folder with what is in it; may be called more than once. Files that are open can
   * be used on: so one that is removed as soon as it is open leaves nothing behind, even when the
   * process is killed. Where open files cannot be removed, this is done by a later call, or by
   * `removeTemporary`.
   */
  remove(): void;
}

/** Makes a folder that only this user can look into, under a name of its own. */
export function temporaryFolder(parent: string, prefix: string): TemporaryFolder {
  const path = markTemporary(mkdtempSync(join(parent, prefix)));
  return { path, remove: () => remove(path) };
}

function remove(path: string): void {
  try {
    if (temporary.get(path)?.() === false) return;
    // A file may just be coming in while its folder goes.
    rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 10 });
    temporary.delete(path);
  } catch {
    // It stays marked.
  }
}
