import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { digestMemory } from '../corpus/build/digest.js';
import { cacheDir } from '../disk/cache-dir.js';
import { claimedFolder, removeLeftBehind } from '../disk/claims.js';
import { makeFolder } from '../disk/make-folder.js';
import { openPrivately } from '../disk/temporary-space.js';
import type { ViewedFile } from './api.js';

/** What is known of a file that was gone through. */
export interface Indexed {
  told: ViewedFile;
  lineBytes: number;
  /** How its lines are read. */
  lies: 'plain' | 'members' | 'unpacked';
}

/** Where the index of a file is kept. */
export interface IndexPlace {
  folder: string;
  /** What an earlier view has found; missing where the file is still to be gone through. */
  indexed?: Indexed | undefined;
  /** Keeps what is in the folder for later views, unless the file has changed meanwhile. */
  keep(indexed: Indexed): Promise<void>;
  /** Removes what is not kept. */
  close(): void;
}

/** To be raised when what is in the folder changes. */
const FORMAT = 1;

/** Files whose index is kept; the one that was made first goes first. */
const MOST_KEPT = 20;

const MAKING = 'making-';
const INDEXED = 'indexed.json';

/**
 * Finds or makes the folder for the index of a file: below the cache, by path, size, modification time and
 * inode, so that a file is gone through once. What cannot be read twice, and where the cache cannot be
 * written, has a private one that goes with the process.
 */
export async function indexPlace(path: string): Promise<IndexPlace> {
  const memory = digestMemory(cacheDir());
  const state = await memory.stateOf(path).catch(() => undefined);
  if (state === undefined) return privatePlace();
  const views = join(cacheDir(), 'views');
  const key = createHash('sha256').update(`${FORMAT}:${state}`).digest('hex').slice(0, 32);
  const kept = join(views, key);
  const indexed = readIndexed(kept);
  if (indexed)
    return { folder: kept, indexed, keep: async () => undefined, close: () => undefined };
  try {
    await makeFolder(views);
    await removeLeftBehind(views, MAKING);
    const making = claimedFolder(views, MAKING);
    return {
      folder: making.path,
      keep: async found => {
        if ((await memory.stateOf(path).catch(() => undefined)) !== state) return;
        writeFileSync(join(making.path, INDEXED), JSON.stringify(found));
        try {
          renameSync(making.path, kept);
        } catch {
          // Another view was faster; its own goes with it.
        }
        await removeOldest(views);
      },
      close: making.remove,
    };
  } catch {
    return privatePlace();
  }
}

function privatePlace(): IndexPlace {
  const { opened, folder } = openPrivately(path => path);
  return { folder: opened, keep: async () => undefined, close: () => folder.remove() };
}

function readIndexed(folder: string): Indexed | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, INDEXED), 'utf8')) as Indexed;
  } catch {
    return undefined;
  }
}

async function removeOldest(views: string): Promise<void> {
  const names = (await readdir(views)).filter(name => !name.startsWith(MAKING));
  const ages = await Promise.all(
    names.map(async name => {
      const made = await stat(join(views, name, INDEXED)).catch(() => undefined);
      return { name, made: made?.mtimeMs ?? 0 };
    }),
  );
  const oldest = ages.sort((a, b) => b.made - a.made).slice(MOST_KEPT);
  for (const { name } of oldest) rmSync(join(views, name), { recursive: true, force: true });
}
