import { flawOf } from '../../score/judgeable.js';
import { answersOf } from '../../score/record.js';
import { decidingMetric, type Scoring } from '../../score/scoring.js';
import { flag } from '../../values/kinds.js';
import type { FilterParameters, FilterRule, FilterRuleKind } from '../rule.js';

/**
 * Keeps records whose answers a rule can judge; see {@link flawOf}.
 *
 * @throws KeychainError USAGE for a metric that the rule does not have
 */
export function judgeable(scoring: Scoring): FilterRule {
  const known = { ...scoring, metric: decidingMetric(scoring) };
  return { name: 'judgeable', keeps: record => flawOf(answersOf(record), known) === undefined };
}

const parameters = {
  dropUnjudgeable: {
    kind: flag,
    help: 'drop answers that --rule cannot judge: ?, a bare digit, yes and no, U.S. for US',
  },
} satisfies FilterParameters;

export const judgeableRule: FilterRuleKind<typeof parameters> = {
  help: 'records whose answers --rule can judge',
  parameters,
  // The trainer's reward, if no rule is named: that is what the answers are for.
  make: ({ dropUnjudgeable, rule = 'loongrl', metric }) =>
    dropUnjudgeable ? judgeable({ rule, metric }) : undefined,
};
