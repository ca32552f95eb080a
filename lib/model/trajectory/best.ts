import type { Score } from '../../score/prediction.js';

/** Position of the best right rollout: the one with the highest F1, the first on a tie. */
export function bestRight(scores: readonly Score[]): number | undefined {
  let best: number | undefined;
  scores.forEach(({ correct, f1 }, i) => {
    if (correct !== 1) return;
    if (best === undefined || f1 > scores[best]!.f1) best = i;
  });
  return best;
}
