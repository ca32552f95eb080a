import { RecordError, type RejectCode } from '../errors.js';
import { rejectOf } from '../json/read-records.js';
import type { Fields } from '../records/fields.js';
import { placeOf } from '../records/place.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';
import type { PartRecord } from './parts.js';
import type { KnownPlace } from './seen.js';

/** Takes what is missing, double, foreign or no record. */
export type OnReject = ((reject: Reject) => void) | undefined;

/** A record whose id an earlier one has. */
export function doubleReject(record: Fields, { file, record: number }: KnownPlace): Reject {
  const earlier = file === undefined ? 'an earlier record' : `${file}, record ${number}`;
  const message = `${earlier}, has this id already and is kept; expected unique ids`;
  return reject('DUPLICATE_ID', record, placeOf(record as Question), message);
}

/** A record of a part that the list does not have. */
export function foreignReject({ record, place }: PartRecord): Reject {
  const message = 'the list has no record with this id; expected parts made from the list';
  return reject('FOREIGN_ID', record, place, message);
}

/** A record of the list that no part has. */
export function missingReject(listed: Fields): Reject {
  const message = 'no part has a record with this id; expected one for each record of the list';
  return reject('MISSING_ID', listed, placeOf(listed as Question), message);
}

/** Runs what looks at one record; one that it cannot use is a reject. */
export function rejecting(record: Fields, onReject: OnReject, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    onReject?.(rejectOf(record, error));
  }
}

function reject(
  code: RejectCode,
  { id }: Fields,
  place: KnownPlace | undefined,
  message: string,
): Reject {
  return { ...place, code, message, id: String(id) };
}
