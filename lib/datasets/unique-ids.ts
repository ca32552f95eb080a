import { type IdSet, idSet } from '../disk/id-set.js';
import { inShort } from '../errors.js';
import { placeOf } from '../records/place.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';

export interface UniqueIdsOptions {
  /** Takes each question whose id is taken; without it they are passed over. */
  onReject?: ((reject: Reject) => void) | undefined;
  /** Name of the input, for questions that were not read by `parse`. */
  file?: string;
  /** The ids of inputs that go into the same output, kept open. Default: a set of its own. */
  seen?: IdSet | undefined;
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
export function uniqueIds({ onReject, file, seen: shared }: UniqueIdsOptions = {}): QuestionCheck {
  const seen = shared ?? idSet();
  return {
    passes(question) {
      const { id, dataset, answerable } = question;
      if (!answerable || seen.add(JSON.stringify([dataset, id]))) return true;
      const place = placeOf(question) ?? (file === undefined ? {} : { file });
      onReject?.({ ...place, ...doubledId(question) });
      return false;
    },
    close: async () => {
      if (!shared) await seen.close();
    },
  };
}

/** What is wrong with a question whose id an earlier one has. */
export const doubledId = ({ dataset, id }: Pick<Question, 'dataset' | 'id'>) => ({
  code: 'DUPLICATE_ID',
  message: inShort(
    `an earlier question of ${dataset} has the id ${JSON.stringify(id)}; expected unique ids`,
  ),
  id,
});
