import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';

/** Remembers ids on disk. */
export interface SeenIds {
  /** Notes an id; returns the line where it stood before, if it did. */
  note(id: string, line: number): number | undefined;
  close(): Promise<void>;
}

/**
 * Opens a temporary LMDB of hashed ids, so that a file of any number of samples is checked in the
 * same memory and a repeated id is found on its line. 128 bits of SHA-256 do not collide by chance.
 * Nothing in it outlives the run, so nothing is synced.
 */
export function openSeenIds(): SeenIds {
  const folder = mkdtempSync(join(tmpdir(), 'keychain-verify-'));
  const lines = open<number, Buffer>({
    path: join(folder, 'ids'),
    keyEncoding: 'binary',
    noSync: true,
    noSubdir: true,
    cache: false,
  });
  return {
    note(id, line) {
      const key = createHash('sha256').update(id).digest().subarray(0, 16);
      const before = lines.get(key);
      if (before === undefined) lines.putSync(key, line);
      return before;
    },
    async close() {
      await lines.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
