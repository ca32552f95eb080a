import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The paths of all files in a folder and below it, sorted. */
export async function pathsIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}
