import { KeychainError } from '../errors.js';
import { namesOf } from '../values/registry.js';
import type { Metric } from './metrics/metric.js';
import { METRICS, type MetricName } from './metrics/registry.js';
import { SCORING_RULES, type ScoringRuleName } from './rules/registry.js';

/** Which rule judges, and by which metric. */
export interface Scoring {
  rule: ScoringRuleName;
  /** Default: the rule's own. */
  metric?: MetricName | undefined;
}

/** The metrics that each rule computes, in the order of the scores. */
const COMPUTED = new Map(
  namesOf(SCORING_RULES).map(rule => [
    rule,
    namesOf(METRICS).filter(name => {
      const { isRulesOwn }: Metric = METRICS[name];
      return !isRulesOwn || SCORING_RULES[rule].decides === name;
    }),
  ]),
);

/** The metrics that a rule computes, in the order of the scores. */
export const metricsOf = (rule: ScoringRuleName): readonly MetricName[] => COMPUTED.get(rule)!;

/**
 * The metric that decides.
 *
 * @throws KeychainError USAGE for a metric that the rule does not compute, such as `reward` under a
 *   rule that is not the trainer's
 */
export function decidingMetric({
  rule,
  metric = SCORING_RULES[rule].decides,
}: Scoring): MetricName {
  const metrics = metricsOf(rule);
  if (metrics.includes(metric)) return metric;
  const rules = namesOf(SCORING_RULES).filter(name => SCORING_RULES[name].decides === metric);
  throw new KeychainError(
    'USAGE',
    `the metric ${metric} goes with the rule ${rules.join(', ')}, not with ${rule}; ` +
      `use ${metrics.slice(0, -1).join(', ')} or ${metrics.at(-1)}`,
  );
}
