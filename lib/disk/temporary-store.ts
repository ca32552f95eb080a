import { createHash } from 'node:crypto';
import { temporaryDatabase } from './temporary-database.js';
import { inTemporarySpace } from './temporary-space.js';

/** Bytes under text keys, for any number of them; lost with the process. */
export interface TemporaryStore {
  /** Puts a value, in place of an earlier one. */
  put(key: string, value: Buffer): void;
  /** The value; undefined if there is none. */
  get(key: string): Buffer | undefined;
  has(key: string): boolean;
  /** The value, which is no longer there afterwards; undefined if there is none. */
  take(key: string): Buffer | undefined;
  /** The values that are there, in the order of their keys. */
  values(): Iterable<Buffer>;
  /** Removes what is on disk; may be called more than once. */
  close(): Promise<void>;
}

/** Changes that are held in memory and then written in one transaction: so many, or so many bytes. */
const BATCH = 1024;
const BATCH_BYTES = 4 << 20;
/** LMDB takes keys up to 1978 bytes; longer ones are known by their digest (bytes). */
const LONGEST_KEY = 500;

/** Makes a store in a private temporary database, which is removed when it is closed. */
export function temporaryStore(): TemporaryStore {
  /** What is not written yet; undefined for what was taken. */
  const recent = new Map<string, Buffer | undefined>();
  let bytes = 0;
  const { root: database, close } = temporaryDatabase<Buffer, Buffer>({
    encoding: 'binary',
    keyEncoding: 'binary',
  });

  const write = () => {
    database.transactionSync(() => {
      for (const [key, value] of recent) {
        if (value) database.putSync(keyOf(key), value);
        else database.removeSync(keyOf(key));
      }
    });
    recent.clear();
    bytes = 0;
  };
  const change = (key: string, value: Buffer | undefined) => {
    recent.set(key, value);
    bytes += value?.length ?? 0;
    if (recent.size >= BATCH || bytes >= BATCH_BYTES) inTemporarySpace(write);
  };

  const get = (key: string): Buffer | undefined =>
    recent.has(key) ? recent.get(key) : database.get(keyOf(key));

  return {
    put: change,
    get,
    has: key => (recent.has(key) ? recent.get(key) !== undefined : database.doesExist(keyOf(key))),
    take(key) {
      const value = get(key);
      if (value) change(key, undefined);
      return value;
    },
    *values() {
      inTemporarySpace(write);
      for (const { value } of database.getRange()) yield value;
    },
    close,
  };
}

/** LMDB's keys are neither empty nor long. */
function keyOf(key: string): Buffer {
  const bytes = Buffer.from(key);
  const fits = bytes.length > 0 && bytes.length <= LONGEST_KEY;
  return fits ? bytes : createHash('sha256').update(bytes).digest();
}
