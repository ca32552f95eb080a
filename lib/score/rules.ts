import { afterFirstAnswerIs } from './extract-answer-is.js';
import { lastBoxOfAnyKind } from './extract-boxed.js';
import { boxedOrAfterAnswerIs } from './extract-boxed-or-answer-is.js';
import { boxedAfterThought } from './extract-think-boxed.js';
import type { Metric } from './metrics.js';
import { articlesFirst, punctuationFirst, punctuationToBlanks } from './normalize.js';

/** How an answer is found in a model's text, what is compared, and what counts as right. */
export interface Rule {
  /** The answer, trimmed; null if there is none. */
  extract(text: string): string | null;
  normalize(answer: string): string;
  /** The metric that decides unless another is asked for. */
  decides: Metric;
}

/**
 * The reference's four judges: of its question filter (`merge_output.py`), its second filter
 * (`judge_utils.py`), its trajectories (`generate_trajectories.py`), and LoongRL's reward
 * (`longcontext_qa.py`).
 */
export const RULES = {
  'answer-is': { extract: afterFirstAnswerIs, normalize: punctuationFirst, decides: 'cem' },
  'boxed-or-answer-is': {
    extract: boxedOrAfterAnswerIs,
    normalize: punctuationFirst,
    decides: 'sub_em',
  },
  'think-boxed': { extract: boxedAfterThought, normalize: articlesFirst, decides: 'sub_em' },
  loongrl: { extract: lastBoxOfAnyKind, normalize: punctuationToBlanks, decides: 'reward' },
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;

export const RULE_NAMES = Object.keys(RULES) as RuleName[];
