import { join } from 'node:path';
import { type Key, open, type RootDatabase, type RootDatabaseOptions } from 'lmdb';
import { openPrivately } from './temporary-space.js';

/** A database that is lost with the process. */
export interface TemporaryDatabase<Value, K extends Key> {
  root: RootDatabase<Value, K>;
  /** Removes what is on disk; may be called more than once. */
  close(): Promise<void>;
}

/**
 * Opens an empty LMDB in a private folder.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE
 */
export function temporaryDatabase<Value, K extends Key>(
  options: Pick<RootDatabaseOptions, 'encoding' | 'keyEncoding'>,
): TemporaryDatabase<Value, K> {
  // It is lost with the process anyway, so nothing is synced.
  const { opened: root, folder } = openPrivately(path =>
    open<Value, K>({ ...options, path: join(path, 'store'), noSync: true }),
  );
  folder.remove();
  let closing: Promise<void> | undefined;
  return {
    root,
    close() {
      closing ??= root.close().finally(folder.remove);
      return closing;
    },
  };
}
