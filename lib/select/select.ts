import type { Corpus } from '../corpus/open.js';
import type { IdList } from '../ids/id-list.js';
import { keyedPermutation, type Permutation } from '../random.js';
import type { Candidate } from '../records/candidate.js';
import type { SettingsOf } from '../settings/values.js';
import { idFilter } from './id-filter.js';

/** Which questions are asked, and in what order. */
export type SelectSettings = Pick<
  SettingsOf<'fill'>,
  'shuffleQa' | 'randomSeed' | 'preSamples' | 'numSamples'
>;

/** What selecting has met so far. */
export interface SelectCounts {
  unanswerable: number;
  unlabelled: number;
  selected: number;
}

/** What limits a selection from outside. */
export interface SelectLimits {
  /** The ids to keep; without them all are. */
  ids?: IdList | undefined;
  /** Questions that are passed over. */
  taken?: { has(number: number): boolean };
  /** Aborted when no more are wanted. */
  enough?: AbortSignal;
}

/** The order in which a corpus's questions are asked: the dataset's, or a shuffled one. */
export function questionOrder(
  corpus: Corpus,
  { shuffleQa, randomSeed }: Pick<SelectSettings, 'shuffleQa' | 'randomSeed'>,
): Permutation {
  const { questions } = corpus.info;
  return shuffleQa
    ? keyedPermutation(questions, randomSeed, 'shuffle-qa')
    : { size: questions, at: i => i, positionOf: i => i };
}

/**
 * The candidates of a run, in order: shuffled, filtered by id, less those without an answer, less
 * the first `preSamples`, `numSamples` of them.
 *
 * @param counts counts along
 */
export async function* selectCandidates(
  corpus: Corpus,
  settings: SelectSettings,
  counts: SelectCounts,
  { ids, taken, enough }: SelectLimits = {},
): AsyncGenerator<Candidate> {
  const { preSamples, numSamples } = settings;
  const isWanted = idFilter(ids, corpus);
  const order = questionOrder(corpus, settings);
  let left = preSamples;
  for (let sourceIndex = 0; sourceIndex < order.size; sourceIndex++) {
    if (numSamples >= 0 && counts.selected >= numSamples) return;
    if (enough?.aborted) return;
    const number = order.at(sourceIndex);
    if (!isWanted(number) || taken?.has(number)) continue;
    if (!corpus.isAnswerable(number)) {
      counts[corpus.isUnlabelled(number) ? 'unlabelled' : 'unanswerable']++;
      continue;
    }
    if (left-- > 0) continue;
    const { unanswerable, unlabelled } = counts;
    yield { number, position: counts.selected++, sourceIndex, unanswerable, unlabelled };
  }
}
