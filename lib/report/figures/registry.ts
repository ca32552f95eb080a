import { answerTypes } from './answer-types.js';
import { budgetUse } from './budget-use.js';
import { cemCounts } from './cem-counts.js';
import { chainDepth } from './chain-depth.js';
import { chains } from './chains.js';
import { distractorDepth } from './distractor-depth.js';
import { endings } from './endings.js';
import { f1Counts } from './f1-counts.js';
import type { Figure } from './figure.js';
import { hops } from './hops.js';
import { needleDepth } from './needle-depth.js';
import { passCounts } from './pass-counts.js';
import { passages } from './passages.js';
import { questionHops } from './question-hops.js';
import { rateByDepth } from './rate-by-depth.js';
import { rateByHops } from './rate-by-hops.js';
import { rateByLength } from './rate-by-length.js';
import { rateByLevel } from './rate-by-level.js';
import { rateByQuestionHops } from './rate-by-question-hops.js';
import { supportDepth } from './support-depth.js';

/** All figures, by their names in `report.json`, in the order of the page. */
export const FIGURES = {
  pass_rate_by_depth: rateByDepth,
  pass_rate_by_length: rateByLength,
  pass_rate_by_hops: rateByHops,
  pass_rate_by_question_hops: rateByQuestionHops,
  pass_rate_by_level: rateByLevel,
  pass_counts: passCounts,
  pass_counts_by_cem: cemCounts,
  pass_counts_by_f1: f1Counts,
  answer_endings: endings,
  budget_use: budgetUse,
  support_depth: supportDepth,
  chain_depth: chainDepth,
  distractor_depth: distractorDepth,
  needle_depth: needleDepth,
  passages,
  hops,
  chains,
  question_hops: questionHops,
  answer_types: answerTypes,
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof FIGURES;
