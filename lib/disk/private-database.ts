import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Key, open, type RootDatabase, type RootDatabaseOptions } from 'lmdb';

/** Bytes that a database takes at once, and some more. */
const ROOM = 64 << 10;

/**
 * Opens an empty LMDB in a folder that nobody else looks into. What is written there is never
 * synced: it is lost with the process anyway.
 *
 * @throws Error if there is no room
 */
export function privateDatabase<Value, K extends Key>(
  folder: string,
  options: Pick<RootDatabaseOptions, 'encoding' | 'keyEncoding' | 'maxDbs'>,
): RootDatabase<Value, K> {
  takeRoom(join(folder, 'room'));
  return open<Value, K>({ ...options, path: join(folder, 'store'), noSync: true });
}

/** LMDB brings the process down where its first pages find no room: so that is tried before. */
function takeRoom(path: string): void {
  try {
    writeFileSync(path, Buffer.alloc(ROOM));
  } finally {
    rmSync(path, { force: true });
  }
}
