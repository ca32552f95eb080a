import type { CheckName } from '../finding.js';

/** How a sample of others can be broken, and which check says so. */
export const BROKEN_KINDS = {
  over_budget: { check: 'budget', told: 'over their budget' },
  invalid_pairs: { check: 'pairs', told: 'pairs that are no JSON' },
  lost_chains: { check: 'chain', told: 'chains that cannot be followed' },
  pairs_in_words: { check: 'insertion', told: 'pairs inside a word or a number' },
  missing_passages: { check: 'passages', told: 'supporting passages that are missing' },
} as const satisfies Record<string, { check: CheckName; told: string }>;
export type BrokenKind = keyof typeof BROKEN_KINDS;

/** What is wrong with a sample of others. */
export interface Breach {
  kind: BrokenKind;
  message: string;
}
