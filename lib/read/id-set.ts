import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import { inTemporarySpace } from './temporary-space.js';

/** A set of texts that only grows, for any number of them. */
export interface IdSet {
  /** Adds a text; false if it was there. */
  add(id: string): boolean;
  /** Removes what is on disk; may be called more than once. */
  close(): Promise<void>;
}

/**
 * Ids that are held in memory and then written in one transaction. With larger batches LMDB holds
 * more memory than it saves time.
 */
const BATCH = 1024;
/** LMDB takes keys up to 1978 bytes; longer ids are known by their digest (bytes). */
const LONGEST_KEY = 500;
const PRESENT = Buffer.from([1]);

/**
 * Makes a set that keeps all but the last ids in a private temporary database. An input that
 * fits into the first batch never opens one.
 */
export function idSet(batch = BATCH): IdSet {
  const recent = new Set<string>();
  let folder: string | undefined;
  let database: RootDatabase<Buffer, Buffer> | undefined;

  const openDatabase = () => {
    folder = mkdtempSync(join(tmpdir(), 'keychain-'));
    const opened = open<Buffer, Buffer>({
      path: join(folder, 'ids'),
      encoding: 'binary',
      keyEncoding: 'binary',
      // It is lost with the process anyway.
      noSync: true,
    });
    remove();
    return opened;
  };
  /** An open database needs no name; so nothing stays behind after a crash. */
  const remove = () => {
    try {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Where open files cannot be removed, this is done again when it is closed.
    }
  };

  const store = () => {
    database ??= openDatabase();
    const opened = database;
    opened.transactionSync(() => {
      for (const id of recent) opened.putSync(keyOf(id), PRESENT);
    });
    recent.clear();
  };

  return {
    add(id) {
      if (recent.has(id) || database?.doesExist(keyOf(id))) return false;
      recent.add(id);
      if (recent.size >= batch) inTemporarySpace(store);
      return true;
    },
    async close() {
      const open = database;
      database = undefined;
      await open?.close();
      remove();
    },
  };
}

function keyOf(id: string): Buffer {
  const bytes = Buffer.from(id);
  return bytes.length <= LONGEST_KEY ? bytes : createHash('sha256').update(bytes).digest();
}
