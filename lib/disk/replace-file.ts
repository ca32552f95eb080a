import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a small file in place of the one that is there; nobody ever reads half of it. Done at
 * once, so that a process that is told to stop leaves nothing else behind.
 */
export function replaceFile(path: string, text: string): void {
  const unfinished = `${path}.${randomUUID()}`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
