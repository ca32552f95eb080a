import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder, with all above it that are not there, one by one: Node's own way tries for ever
 * where a file system takes none and says that the one above is not there (`/proc`).
 */
export async function makeFolder(path: string): Promise<void> {
  const missing: string[] = [];
  for (let place = resolve(path); !(await isFolder(place)); place = dirname(place)) {
    missing.push(place);
  }
  for (const place of missing.reverse()) await makeOne(place);
}

/** Makes one folder, unless somebody else has just made it. */
async function makeOne(place: string): Promise<void> {
  try {
    await mkdir(place);
  } catch (error) {
    if (!(await isFolder(place))) throw error;
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    stats => stats.isDirectory(),
    () => false,
  );
