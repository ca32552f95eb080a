import { cem } from './cem.js';
import { em } from './em.js';
import { f1 } from './f1.js';
import type { Metric } from './metric.js';
import { recall } from './recall.js';
import { reward } from './reward.js';
import { subEm } from './sub-em.js';

/** What may count as right (`--metric`), by the names and in the order of the scores. */
export const METRICS = {
  em,
  sub_em: subEm,
  cem,
  f1,
  reward,
  recall,
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

/** The metrics that are computed only under rules that they decide. */
export type RulesOwnMetric = {
  [M in MetricName]: (typeof METRICS)[M] extends { isRulesOwn: true } ? M : never;
}[MetricName];

/** Whether a value of a metric counts as right. */
export function isRight(name: MetricName, value: number): boolean {
  const { rightAbove }: Metric = METRICS[name];
  return rightAbove === undefined ? value === 1 : value > rightAbove;
}
