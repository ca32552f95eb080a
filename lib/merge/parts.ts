import { temporaryStore } from '../disk/temporary-store.js';
import type { Fields } from '../records/fields.js';
import { placeOf } from '../records/place.js';
import type { Question } from '../records/question.js';
import { keysOf } from './key.js';
import type { KnownPlace } from './seen.js';

/** A record of a part, and where it stood. */
export interface PartRecord {
  record: Fields;
  place: KnownPlace;
}

/** The records of all parts, on disk, however many they are. */
export interface Parts {
  /**
   * Adds a record; gives the place of the one that has its id already, which is kept instead.
   *
   * @throws RecordError RECORD_INVALID
   */
  add(record: Fields): KnownPlace | undefined;
  /**
   * Takes the record out that belongs to a record of the list.
   *
   * @throws RecordError RECORD_INVALID
   */
  take(listed: Fields): PartRecord | undefined;
  /** What nobody has taken, in the order of ids. */
  rest(): Iterable<PartRecord>;
  /** Removes what is on disk; may be called more than once. */
  close(): Promise<void>;
}

/** Makes an empty store of parts in a private temporary database. */
export function openParts(): Parts {
  const store = temporaryStore();
  return {
    add(record) {
      const [key] = keysOf(record);
      const earlier = store.get(key);
      if (earlier) return parse(earlier).place;
      const part: PartRecord = { record, place: placeOf(record as Question) ?? {} };
      store.put(key, Buffer.from(JSON.stringify(part)));
      return undefined;
    },
    take(listed) {
      const [own, bare] = keysOf(listed);
      const found = store.take(own) ?? store.take(bare);
      return found && parse(found);
    },
    *rest() {
      for (const value of store.values()) yield parse(value);
    },
    close: () => store.close(),
  };
}

const parse = (value: Buffer): PartRecord => JSON.parse(value.toString()) as PartRecord;
