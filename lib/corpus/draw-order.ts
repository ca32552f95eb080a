export { isOfArticles } from '../datasets/registry.js';

import { keyedPermutation, type Permutation } from '../random.js';
import type { SampleMeta } from '../records/sample.js';
import type { CorpusInfo } from './store/info.js';

/**
 * The order in which a sample draws the passages of its corpus. It depends on nothing but the
 * sample's key, so that a sample without its passages still tells which was drawn last.
 *
 * @param fillersOnly draws those alone that stand in texts and in no question
 */
export function drawOrder(
  { passages, fillers = 0 }: Pick<CorpusInfo, 'passages' | 'fillers'>,
  meta: Pick<SampleMeta, 'seed' | 'dataset' | 'question_id' | 'max_seq_length'>,
  fillersOnly = false,
): Permutation {
  const first = fillersOnly ? passages - fillers : 0;
  const draws = keyedPermutation(
    passages - first,
    meta.seed,
    meta.dataset,
    meta.question_id,
    meta.max_seq_length || 'relevant',
    'draw',
  );
  return first === 0 ? draws : behind(first, draws);
}

/** The same order of numbers that begin with `first`; those before it come last. */
const behind = (first: number, { size, at, positionOf }: Permutation): Permutation => ({
  size,
  at: position => first + at(position),
  positionOf: number => (number < first ? size + number : positionOf(number - first)),
});

/** What `SamplePassage.drawn` says of a filler: siblings are drawn before all others. */
export const drawnAt = (draws: Permutation, number: number, isSibling: boolean): number =>
  draws.positionOf(number) - (isSibling ? draws.size : 0);

/** Whether a passage, by its number, stands in texts and in no question. */
export const isOfTexts = (
  { passages, fillers = 0 }: Pick<CorpusInfo, 'passages' | 'fillers'>,
  number: number,
): boolean => number >= passages - fillers;
