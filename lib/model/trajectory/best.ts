import type { Score } from '../../score/prediction.js';
import type { Rollout } from '../../score/rollouts.js';

/**
 * Positions of the right rollouts, the best one first: by F1, and on a tie as they came. One that was
 * cut off, wherever, is nothing to learn from.
 */
export function rightOnes(
  scores: readonly Score[],
  rollouts: readonly Pick<Rollout, 'finish_reason'>[],
): number[] {
  return scores
    .flatMap(({ correct }, i) =>
      correct === 1 && rollouts[i]?.finish_reason !== 'length' ? [i] : [],
    )
    .sort((a, b) => scores[b]!.f1 - scores[a]!.f1 || a - b);
}
