import type { Transform } from 'node:stream';
import { idSet } from '../disk/id-set.js';
import { RecordError } from '../errors.js';
import { rejectOf } from '../json/read-records.js';
import { type Fields, isFields } from '../records/fields.js';
import type { Reject } from '../records/reject.js';
import { stage } from '../stream/stage.js';

/**
 * Makes a Transform that lets only the first record with an id (within a dataset) pass, questions and
 * samples alike; the others are rejects. Records that have no id pass, and so do unanswerable
 * questions: MuSiQue gives them their answerable twin's id.
 */
export function uniqueRecords(onReject?: (reject: Reject) => void): Transform {
  const seen = idSet();
  return stage<Fields, Fields>(
    (record, push) => {
      const key = keyOf(record);
      if (key === undefined || seen.add(key)) push(record);
      else onReject?.(rejectOf(record, doubled(record)));
    },
    { close: () => seen.close() },
  );
}

function keyOf({ id, dataset, meta, answerable }: Fields): string | undefined {
  if (typeof id !== 'string' || answerable === false) return undefined;
  return JSON.stringify([dataset ?? (isFields(meta) ? meta.dataset : null), id]);
}

const doubled = ({ id }: Fields): RecordError =>
  new RecordError(
    'DUPLICATE_ID',
    `an earlier record has the id ${JSON.stringify(id)}; expected unique ids`,
  );
