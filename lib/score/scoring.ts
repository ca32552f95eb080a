import { KeychainError } from '../errors.js';
import type { Metric } from './metrics.js';
import { RULES, type RuleName } from './rules.js';

/** Which rule judges, and by which metric. */
export interface Scoring {
  rule: RuleName;
  /** Default: the rule's own. */
  metric?: Metric | undefined;
}

/**
 * The metric that decides.
 *
 * @throws KeychainError USAGE for `reward` under a rule that is not the trainer's
 */
export function decidingMetric({ rule, metric = RULES[rule].decides }: Scoring): Metric {
  if (metric !== 'reward' || RULES[rule].decides === 'reward') return metric;
  throw new KeychainError(
    'USAGE',
    `the metric reward goes with the rule loongrl, not with ${rule}; use em, sub_em, cem or f1`,
  );
}
