import type { Transform } from 'node:stream';
import { idSet } from '../disk/id-set.js';
import { RecordError } from '../errors.js';
import { rejectOf } from '../json/read-records.js';
import { type Fields, isFields } from '../records/fields.js';
import type { Reject } from '../records/reject.js';
import { stage } from '../stream/stage.js';

/**
 * Makes a Transform that lets only the first record with an id (within a dataset) pass, questions and
 * samples alike; the others are rejects. Samples of one question and length that are of different kinds
 * have one id, and all pass. Records that have no id pass, and so do unanswerable
 * questions: MuSiQue gives them their answerable twin's id.
 */
export function uniqueRecords(onReject?: (reject: Reject) => void): Transform {
  const seen = idSet();
  return stage<Fields, Fields>(
    (record, push) => {
      const key = recordKey(record);
      if (key === undefined || seen.add(key)) push(record);
      else onReject?.(rejectOf(record, doubledRecord(record)));
    },
    { close: () => seen.close() },
  );
}

/** What a record is known by; undefined where that says nothing. */
export function recordKey(record: Fields): string | undefined {
  const { id, dataset, meta, answerable } = record;
  if (typeof id !== 'string' || answerable === false) return undefined;
  if (!isFields(meta)) return JSON.stringify([dataset ?? null, id]);
  return JSON.stringify([dataset ?? meta.dataset, id, ...kindOf(record, meta)]);
}

/** Samples have chains, or passages that do not support, or neither: `keychain`, `synth`, `relevant-only`. */
function kindOf({ distractor_context: chained }: Fields, { passages }: Fields): string[] {
  if (typeof chained === 'string') return ['chained'];
  const list: readonly unknown[] = Array.isArray(passages) ? passages : [];
  return list.every(passage => isFields(passage) && passage.supporting === true)
    ? ['relevant']
    : [];
}

/** Why the second one of a key is set aside. */
export const doubledRecord = ({ id }: Fields): RecordError =>
  new RecordError(
    'DUPLICATE_ID',
    `an earlier record has the id ${JSON.stringify(id)}; expected unique ids`,
  );
