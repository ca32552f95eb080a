import { bloomFilter } from './bloom-filter.js';
import { type IdLog, idLog } from './id-log.js';
import { type TemporaryStore, temporaryStore } from './temporary-store.js';

/** A set of texts that only grows, for any number of them. */
export interface IdSet {
  /** Adds a text; false if it was there. */
  add(id: string): boolean;
  /** Removes what is on disk; may be called more than once. */
  close(): Promise<void>;
}

export interface IdSetOptions {
  /** Ids that are held in memory. Default 1024. */
  batch?: number;
  /** Size of the filter before the disk, as a power of two. Default 25: 4 MB. */
  log2FilterBits?: number;
}

const PRESENT = Buffer.from([1]);

/**
 * Makes a set that keeps all but the last ids on disk.
 *
 * Nearly every id of a dataset is new, and a Bloom filter of a fixed size can tell that. So the
 * ids are merely written to a log; only when one may be old are they looked up in a database,
 * which then takes in what the log has got since. The default filter takes one of fifty million new
 * ids for an old one when it holds a hundred thousand, one of six thousand when it holds a million;
 * with ever more ids the set gets slower, not larger or wrong.
 */
export function idSet({ batch = 1024, log2FilterBits = 25 }: IdSetOptions = {}): IdSet {
  const filter = bloomFilter(log2FilterBits);
  const recent = new Set<string>();
  let log: IdLog | undefined;
  let store: TemporaryStore | undefined;

  const wasLogged = (id: string): boolean => {
    if (!log) return false;
    store ??= temporaryStore();
    for (const ids of log.unread()) for (const each of ids) store.put(each, PRESENT);
    return store.has(id);
  };

  return {
    add(id) {
      if (!filter.add(id) && (recent.has(id) || wasLogged(id))) return false;
      recent.add(id);
      if (recent.size >= batch) {
        log ??= idLog();
        log.append(recent);
        recent.clear();
      }
      return true;
    },
    async close() {
      log?.close();
      await store?.close();
    },
  };
}
