export { isOfArticles } from '../datasets/registry.js';

import { keyedPermutation, type Permutation } from '../random.js';
import type { SampleMeta } from '../records/sample.js';

/**
 * The order in which a sample draws the passages of its corpus. It depends on nothing but the
 * sample's key, so that a sample without its passages still tells which was drawn last.
 */
export const drawOrder = (
  passages: number,
  meta: Pick<SampleMeta, 'seed' | 'dataset' | 'question_id' | 'max_seq_length'>,
): Permutation =>
  keyedPermutation(
    passages,
    meta.seed,
    meta.dataset,
    meta.question_id,
    meta.max_seq_length || 'relevant',
    'draw',
  );

/** What `SamplePassage.drawn` says of a filler: siblings are drawn before all others. */
export const drawnAt = (draws: Permutation, number: number, isSibling: boolean): number =>
  draws.positionOf(number) - (isSibling ? draws.size : 0);
