import { rmSync } from 'node:fs';

/**
 * What this process must not leave behind: unfinished outputs, half-built corpora, private
 * folders. Whoever makes one removes it; this list is for a process that is told to stop at once.
 */
const temporary = new Set<string>();

/** Notes a path as temporary and returns it. */
export function markTemporary(path: string): string {
  temporary.add(path);
  return path;
}

/** Forgets a path that has been removed or has got its final name. */
export function unmarkTemporary(path: string): void {
  temporary.delete(path);
}

/** Removes everything that is still temporary. */
export function removeTemporary(): void {
  for (const path of temporary) rmSync(path, { recursive: true, force: true });
  temporary.clear();
}
