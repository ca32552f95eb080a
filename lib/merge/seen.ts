import { temporaryStore } from '../disk/temporary-store.js';
import type { Fields } from '../records/fields.js';
import type { Place } from '../records/place.js';
import { placeOf } from '../records/place.js';
import type { Question } from '../records/question.js';
import { keysOf } from './key.js';

/** Where a record stood, as far as that is known. */
export type KnownPlace = Partial<Place>;

/** Remembers which records have been there, on disk. */
export interface Seen {
  /**
   * Notes a record; gives the place of an earlier one with its id, if there was one.
   *
   * @throws RecordError RECORD_INVALID
   */
  note(record: Fields): KnownPlace | undefined;
  /** Removes what is on disk; may be called more than once. */
  close(): Promise<void>;
}

/** Opens an empty memory of records in a private temporary database. */
export function openSeen(): Seen {
  const places = temporaryStore();
  return {
    note(record) {
      const [key] = keysOf(record);
      const before = places.get(key);
      if (before) return JSON.parse(before.toString()) as KnownPlace;
      places.put(key, Buffer.from(JSON.stringify(placeOf(record as Question) ?? {})));
      return undefined;
    },
    close: () => places.close(),
  };
}
