import { allOf } from './all-of.js';
import { answerIs } from './answer-is.js';
import { boxedOrAnswerIs } from './boxed-or-answer-is.js';
import { choice } from './choice.js';
import { loongrl } from './loongrl.js';
import type { ScoringRule } from './rule.js';
import { thinkBoxed } from './think-boxed.js';

/** How answers may be judged (`--rule`): the reference's four judges, one of needles, and one of
 * questions that offer choices. */
export const SCORING_RULES = {
  'answer-is': answerIs,
  'boxed-or-answer-is': boxedOrAnswerIs,
  'think-boxed': thinkBoxed,
  loongrl,
  'all-of': allOf,
  choice,
} as const satisfies Record<string, ScoringRule>;

export type ScoringRuleName = keyof typeof SCORING_RULES;
