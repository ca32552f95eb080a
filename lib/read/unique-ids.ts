import type { Transform } from 'node:stream';
import type { Question, Reject } from '../records.js';
import { stage } from '../stream/stage.js';
import { idSet } from './id-set.js';
import { placeOf } from './place.js';

export interface UniqueIdsOptions {
  /** Takes each question whose id is taken; without it they are passed over. */
  onReject?: ((reject: Reject) => void) | undefined;
  /** Name of the input, for questions that were not read by `parse`. */
  file?: string;
}

/**
 * Makes a Transform that lets only the first answerable question with an id (within a dataset)
 * pass. Unanswerable ones pass unchecked: MuSiQue gives them their answerable twin's id.
 */
export function uniqueIds({ onReject, file }: UniqueIdsOptions = {}): Transform {
  const seen = idSet();
  return stage<Question, Question>(
    (question, push) => {
      const { id, dataset, answerable } = question;
      if (!answerable || seen.add(`${dataset}\n${id}`)) {
        push(question);
        return;
      }
      const place = placeOf(question) ?? (file === undefined ? {} : { file });
      const message = `an earlier question of ${dataset} has the id ${JSON.stringify(id)}; expected unique ids`;
      onReject?.({ ...place, code: 'DUPLICATE_ID', message, id });
    },
    { close: () => seen.close() },
  );
}
