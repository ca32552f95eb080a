import { allOf } from './all-of.js';
import { answerIs } from './answer-is.js';
import { boxedOrAnswerIs } from './boxed-or-answer-is.js';
import { loongrl } from './loongrl.js';
import type { ScoringRule } from './rule.js';
import { thinkBoxed } from './think-boxed.js';

/** How answers may be judged (`--rule`): the reference's four judges, and one of needles. */
export const SCORING_RULES = {
  'answer-is': answerIs,
  'boxed-or-answer-is': boxedOrAnswerIs,
  'think-boxed': thinkBoxed,
  loongrl,
  'all-of': allOf,
} as const satisfies Record<string, ScoringRule>;

export type ScoringRuleName = keyof typeof SCORING_RULES;
