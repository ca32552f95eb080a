import { type TemporaryDatabase, temporaryDatabase } from './temporary-database.js';
import { inTemporarySpace } from './temporary-space.js';

/** Values under keys that are rows of numbers, in their order; any number of them, lost with the process. */
export interface OrderedStore<T> {
  /** Puts a value under a key that is put once only. */
  put(key: readonly number[], value: T): void;
  /** The value; undefined if there is none. */
  get(key: readonly number[]): T | undefined;
  /** What is there, in ascending order of keys; nothing may be put meanwhile. */
  entries(): Iterable<{ key: readonly number[]; value: T }>;
  /** The same of keys that begin with a number. */
  entriesOf(first: number): Iterable<{ key: readonly number[]; value: T }>;
  /** Removes what is on disk; may be called more than once. */
  close(): Promise<void>;
}

/** Entries a transaction. */
const BATCH = 1024;

/**
 * Makes a store in a private temporary database.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE, also by `put`
 */
export function orderedStore<T>(): OrderedStore<T> {
  const { root, close }: TemporaryDatabase<T, number[]> = temporaryDatabase({ encoding: 'json' });
  let batch: [key: readonly number[], value: T][] = [];

  const write = (): void => {
    if (batch.length === 0) return;
    inTemporarySpace(() =>
      root.transactionSync(() => {
        for (const [key, value] of batch) root.putSync(written(key), value);
      }),
    );
    batch = [];
  };
  return {
    put(key, value) {
      batch.push([key, value]);
      if (batch.length === BATCH) write();
    },
    get(key) {
      write();
      return root.get(written(key));
    },
    *entries() {
      write();
      yield* root.getRange();
    },
    *entriesOf(first) {
      write();
      yield* root.getRange({ start: [first], end: [first + 1] });
    },
    close,
  };
}

/** The keys' encoding puts a zero with a sign behind all else. */
const written = (key: readonly number[]): number[] => key.map(each => (each === 0 ? 0 : each));
