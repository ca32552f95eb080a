import type { Key, RootDatabase, RootDatabaseOptions } from 'lmdb';
import { privateDatabase } from './private-database.js';
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
  const { opened: root, folder } = openPrivately(path => privateDatabase<Value, K>(path, options));
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
