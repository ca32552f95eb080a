import { createHash } from 'node:crypto';
import { type TemporaryStore, temporaryStore } from '../disk/temporary-store.js';
import { KeychainError } from '../errors.js';
import { readIds } from './read-ids.js';

/** The ids of a file, and which of them have been met. */
export interface IdList {
  /** SHA-256 of the file as it is stored. */
  readonly sha256: string;
  /** How many different ids there are. */
  readonly count: number;
  /** Whether an id is in the file; it counts as met from then on. */
  meet(id: string): boolean;
  /** Every id, once, in no order that means anything. */
  all(): Iterable<string>;
  /**
   * Tells of the ids that nobody has met.
   *
   * @param where what was searched, as in `no question of a.json`
   * @throws KeychainError IDS_UNMATCHED if that is all of them
   */
  settle(where: string, warn: (message: string) => void): void;
  /** Removes what is on disk; may be called more than once. */
  close(): Promise<void>;
}

/** Bytes before an id: its number among the ids. */
const NUMBER_BYTES = 4;

/**
 * Reads a file of ids. They are kept in a temporary database, however many they are; in memory is a
 * bit for each.
 *
 * @throws KeychainError what `readIds` throws; INPUT_FORMAT for a file without any id
 */
export async function idList(file: string): Promise<IdList> {
  const ids = temporaryStore();
  const hash = createHash('sha256');
  let count = 0;
  try {
    for await (const id of readIds(file, chunk => hash.update(chunk))) {
      if (!ids.has(id)) ids.put(id, encode(count++, id));
    }
    if (count === 0) {
      const message = `${file}: is empty; expected the ids of the questions to keep`;
      throw new KeychainError('INPUT_FORMAT', message);
    }
  } catch (error) {
    await ids.close();
    throw error;
  }
  return listOf(file, ids, count, hash.digest('hex'));
}

function listOf(file: string, ids: TemporaryStore, count: number, sha256: string): IdList {
  const met = new Uint8Array(Math.ceil(count / 8));
  let unmet = count;
  const isMet = (number: number): boolean => (met[number >> 3]! & (1 << (number & 7))) !== 0;

  return {
    sha256,
    count,
    meet(id) {
      const found = ids.get(id);
      if (!found) return false;
      const number = found.readUInt32LE();
      if (!isMet(number)) {
        met[number >> 3]! |= 1 << (number & 7);
        unmet--;
      }
      return true;
    },
    *all() {
      for (const value of ids.values()) yield value.toString('utf8', NUMBER_BYTES);
    },
    settle(where, warn) {
      if (unmet === 0) return;
      const example = JSON.stringify(firstUnmet(ids, isMet));
      const message = `${file}: ${unmet} of ${count} ids match ${where}, such as ${example}`;
      if (unmet < count) warn(message);
      else throw new KeychainError('IDS_UNMATCHED', `${message}; give ids as the input has them`);
    },
    close: () => ids.close(),
  };
}

function encode(number: number, id: string): Buffer {
  const bytes = Buffer.alloc(NUMBER_BYTES + Buffer.byteLength(id));
  bytes.writeUInt32LE(number);
  bytes.write(id, NUMBER_BYTES);
  return bytes;
}

/** The first of the file's ids that was not met. */
function firstUnmet(ids: TemporaryStore, isMet: (number: number) => boolean): string {
  let first = Number.POSITIVE_INFINITY;
  let id = '';
  for (const value of ids.values()) {
    const number = value.readUInt32LE();
    if (number > first || isMet(number)) continue;
    first = number;
    id = value.toString('utf8', NUMBER_BYTES);
  }
  return id;
}
