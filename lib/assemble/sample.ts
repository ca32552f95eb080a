import { planKeyOf } from '../chain/chain.js';
import { chainLayout } from '../chain/sample.js';
import type { Corpus, CorpusQuestion } from '../corpus/open.js';
import { fillSample, relevantSample, type SamplePlace } from '../fill/sample.js';
import type { SampleDraft } from '../prompt/draft.js';
import type { Recipe } from './recipe.js';

/** Makes the sample of one question at one length. */
export type MakeSample = (
  question: CorpusQuestion,
  place: SamplePlace,
  maxSeqLength: number | null,
  corpus: Corpus,
  recipe: Recipe,
) => SampleDraft;

/**
 * Fills and chains.
 *
 * @throws RecordError BUDGET_TOO_SMALL, QUESTION_LEAKED, NO_INSERTION_POINT
 */
export const makeSample: MakeSample = (question, place, maxSeqLength, corpus, { fill, insert }) => {
  // Without a budget nothing says how far to fill.
  if (maxSeqLength === null) return relevantSample(question, place, maxSeqLength, corpus, fill);
  const { sample, layout } = fillSample(question, place, maxSeqLength, corpus, fill);
  if (!insert) return sample;
  return chainLayout(sample, layout, insert.planner.plan(planKeyOf(sample)), insert);
};

/**
 * The supporting passages alone.
 *
 * @throws RecordError BUDGET_TOO_SMALL, QUESTION_LEAKED
 */
export const makeRelevantSample: MakeSample = (question, place, maxSeqLength, corpus, { fill }) =>
  relevantSample(question, place, maxSeqLength, corpus, fill);
