import type { Corpus } from '../corpus/open.js';
import { RecordError } from '../errors.js';
import { type FillOptions, fillSample, type SamplePlace } from '../fill/sample.js';
import { readsAsNeedle } from '../needle/look-alikes.js';
import { NEEDLE_DATASET, type NeedlePlan, planNeedles } from '../needle/plan.js';
import { renderNeedles, tokensOf } from '../needle/render.js';
import { type HideOptions, hideNeedles } from '../needle/sample.js';
import { formatOf } from '../needle/wording.js';
import type { SampleDraft } from '../prompt/draft.js';
import type { Question } from '../records/question.js';

/** How samples with needles are made. */
export interface NeedleRecipe {
  fill: FillOptions;
  hide: HideOptions;
}

/** Times that a context is filled, since needles may add more to it than they count by themselves. */
const ATTEMPTS = 5;

/**
 * Makes the sample of one task, which its number alone tells from others: fills a context with
 * passages, and hides needles in it.
 *
 * @param place its `sourceIndex` is the task's number
 * @throws RecordError BUDGET_TOO_SMALL, NO_INSERTION_POINT
 */
export function makeNeedleSample(
  place: SamplePlace,
  maxSeqLength: number,
  corpus: Corpus,
  { fill, hide }: NeedleRecipe,
): { draft: SampleDraft; question: Question } {
  const { rendering, seed } = fill;
  const plan = planNeedles({ seed, number: place.sourceIndex, maxSeqLength }, hide);
  const question = questionOf(place, plan);
  const format = formatOf(hide.values);
  const rendered = renderNeedles(plan.needles, format, rendering.tokenizer);
  const isLike = readsAsNeedle(plan);
  let tokens = tokensOf(rendered);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const room = { tokens, isLike };
    const own = { question, passages: [] };
    const filling = { ...fill, room: () => room };
    const { sample, layout } = fillSample(own, place, maxSeqLength, corpus, filling);
    const draft = hideNeedles(sample, layout, { plan, format, rendered }, hide);
    if (draft.length <= maxSeqLength) return { draft, question };
    tokens += draft.length - maxSeqLength;
  }
  throw new RecordError(
    'BUDGET_TOO_SMALL',
    `${rendered.length} needles and what stands around them do not fit into ${maxSeqLength} tokens`,
  );
}

/** The task as a question of which nothing stands in the corpus. */
const questionOf = ({ sourceIndex }: SamplePlace, { question, answers }: NeedlePlan): Question => ({
  id: `${sourceIndex}`,
  dataset: NEEDLE_DATASET,
  question,
  answers,
  passages: [],
  answerable: true,
});
