import type { Corpus } from '../corpus/open.js';
import type { IdList } from '../ids/id-list.js';
import { keyedPermutation, type Permutation } from '../random.js';
import type { Candidate } from '../records/candidate.js';
import type { SettingsOf } from '../settings/values.js';
import { idFilter } from './id-filter.js';
import type { Share } from './share.js';

/** Which questions are asked, and in what order. */
export type SelectSettings = Pick<SettingsOf<'fill'>, 'randomSeed' | 'preSamples' | 'numSamples'> &
  Partial<Pick<SettingsOf<'fill'>, 'shuffleQa'>>;

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
  /** Questions that were asked before. */
  excluded?: { has(number: number): boolean } | undefined;
  /** Questions that stand in evaluation sets. */
  contaminated?: { has(number: number): boolean } | undefined;
  /** Aborted when no more are wanted. */
  enough?: AbortSignal;
  /** The positions that are wanted; missing for all. */
  share?: Share | undefined;
}

/** Those that say which questions are met. */
type MeetLimits = Pick<SelectLimits, 'ids' | 'taken' | 'excluded' | 'contaminated'>;

/** A question that is asked, or that has no answer. */
interface Met {
  number: number;
  sourceIndex: number;
  /** Of the question; of one without an answer, that of the next one that is asked. */
  position: number;
  /** Why it is not asked. */
  lacks?: 'unanswerable' | 'unlabelled';
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
 * those asked before or in evaluation sets, less the first `preSamples`, `numSamples` of them. Of a
 * shard's share only those leave, at the positions that they have in the whole run; the counts are
 * the share's own, and those of all shares add up.
 *
 * @param counts counts along
 */
export async function* selectCandidates(
  corpus: Corpus,
  settings: SelectSettings,
  counts: SelectCounts,
  { enough, share, ...limits }: SelectLimits = {},
): AsyncGenerator<Candidate> {
  for (const { number, position, sourceIndex, lacks } of meet(corpus, settings, limits)) {
    if (enough?.aborted) return;
    if (share && position >= share.to && !share.takesRest) return;
    if (share && position < share.from) continue;
    if (lacks) {
      counts[lacks]++;
      continue;
    }
    counts.selected++;
    const { unanswerable, unlabelled } = counts;
    yield { number, position, sourceIndex, unanswerable, unlabelled };
  }
}

/** How many candidates a run has. */
export function countPositions(
  corpus: Corpus,
  settings: SelectSettings,
  limits: MeetLimits = {},
): number {
  let positions = 0;
  for (const { lacks } of meet(corpus, settings, limits)) if (!lacks) positions++;
  return positions;
}

/** The questions of a run in order, as far as anybody needs to know of them. */
function* meet(
  corpus: Corpus,
  settings: SelectSettings,
  { ids, taken, excluded, contaminated }: MeetLimits,
): Generator<Met> {
  const { preSamples, numSamples } = settings;
  const isWanted = idFilter(ids, corpus);
  const order = questionOrder(corpus, settings);
  let left = preSamples;
  let position = 0;
  for (let sourceIndex = 0; sourceIndex < order.size; sourceIndex++) {
    if (numSamples >= 0 && position >= numSamples) return;
    const number = order.at(sourceIndex);
    if (!isWanted(number) || taken?.has(number) || excluded?.has(number)) continue;
    if (contaminated?.has(number)) continue;
    if (!corpus.isAnswerable(number)) {
      const lacks = corpus.isUnlabelled(number) ? 'unlabelled' : 'unanswerable';
      yield { number, sourceIndex, position, lacks };
    } else if (left > 0) {
      left--;
    } else {
      yield { number, sourceIndex, position };
      position++;
    }
  }
}
