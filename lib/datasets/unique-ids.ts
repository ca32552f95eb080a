import { idSet } from '../disk/id-set.js';
import { placeOf } from '../records/place.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';

export interface UniqueIdsOptions {
  /** Takes each question whose id is taken; without it they are passed over. */
  onReject?: ((reject: Reject) => void) | undefined;
  /** Name of the input, for questions that were not read by `parse`. */
  file?: string;
}

/** Says of each question in turn whether it may pass. */
export interface QuestionCheck {
  passes(question: Question): boolean;
  /** Called when no more questions come; may be called more than once. */
  close(): Promise<void>;
}

/**
 * Makes a check that lets only the first answerable question with an id (within a dataset) pass.
 * Unanswerable ones pass unchecked: MuSiQue gives them their answerable twin's id.
 */
export function uniqueIds({ onReject, file }: UniqueIdsOptions = {}): QuestionCheck {
  const seen = idSet();
  return {
    passes(question) {
      const { id, dataset, answerable } = question;
      if (!answerable || seen.add(`${dataset}\n${id}`)) return true;
      const place = placeOf(question) ?? (file === undefined ? {} : { file });
      const message = `an earlier question of ${dataset} has the id ${JSON.stringify(id)}; expected unique ids`;
      onReject?.({ ...place, code: 'DUPLICATE_ID', message, id });
      return false;
    },
    close: () => seen.close(),
  };
}
