import type { Splits } from '../recipe/recipe.js';

/** How many questions each split gets; what is left over belongs to none. */
export interface SplitSizes {
  counts: number[];
  left: number;
  /** Questions that splits ask for, and there are not. */
  missing: number;
}

/**
 * Deals a number of questions out to splits: what is counted first, then shares, then the rest. Shares are
 * rounded so that those of 100 % take all.
 */
export function splitSizes(splits: Splits, questions: number): SplitSizes {
  const counts = splits.map(({ size }) => (size !== 'rest' && 'count' in size ? size.count : 0));
  let share = 0;
  let before = 0;
  for (const [i, { size }] of splits.entries()) {
    if (size === 'rest' || 'count' in size) continue;
    share += size.share;
    const to = Math.round(share * questions);
    counts[i] = to - before;
    before = to;
  }
  const rest = splits.findIndex(({ size }) => size === 'rest');
  const asked = counts.reduce((sum, count) => sum + count, 0);
  if (rest >= 0) counts[rest] = Math.max(0, questions - asked);
  const left = rest >= 0 ? 0 : Math.max(0, questions - asked);
  const missing = Math.max(0, asked - questions);
  for (let i = counts.length - 1, over = missing; i >= 0 && over > 0; i--) {
    const cut = Math.min(over, counts[i]!);
    counts[i]! -= cut;
    over -= cut;
  }
  return { counts, left, missing };
}
