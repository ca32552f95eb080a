import { flawOf } from '../score/judgeable.js';
import { answersOf } from '../score/record.js';
import { decidingMetric, type Scoring } from '../score/scoring.js';
import type { FilterRule } from './rule.js';

/**
 * Keeps records whose answers a rule can judge; see {@link flawOf}.
 *
 * @throws KeychainError USAGE for a metric that the rule does not have
 */
export function judgeable(scoring: Scoring): FilterRule {
  const known = { ...scoring, metric: decidingMetric(scoring) };
  return { name: 'judgeable', keeps: record => flawOf(answersOf(record), known) === undefined };
}
