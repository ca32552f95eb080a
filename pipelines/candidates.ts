import type { Corpus } from '../lib/corpus/open.js';
import type { Fields } from '../lib/records/fields.js';
import { type SelectCounts, type Selected, selectQuestions } from './select.js';
import type { SelectSettings } from './settings.js';

/** A question on its way through the model. */
export interface Candidate extends Fields {
  selected: Selected;
  /** Unanswerable questions met before it. */
  unanswerable: number;
}

/**
 * The questions selected, however many are wanted, until there are enough.
 *
 * @param counts gets the number of unanswerable questions if all were met
 */
export async function* candidates(
  corpus: Corpus,
  select: SelectSettings,
  counts: SelectCounts,
  enough: AbortSignal,
): AsyncGenerator<Candidate> {
  if (select.numSamples === 0) return;
  const met: SelectCounts = { unanswerable: 0, selected: 0 };
  for await (const selected of selectQuestions(corpus, { ...select, numSamples: -1 }, met)) {
    if (enough.aborted) return;
    const { question } = corpus.question(selected.number);
    yield { ...question, selected, unanswerable: met.unanswerable };
  }
  if (!enough.aborted) counts.unanswerable = met.unanswerable;
}
