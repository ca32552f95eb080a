import { namesOf } from '../values/registry.js';
import { isRight, METRICS, type MetricName } from './metrics/registry.js';
import { SCORING_RULES } from './rules/registry.js';
import { decidingMetric, metricsOf, type Scoring } from './scoring.js';

/**
 * Values of 0 to 1, a metric each, mostly the best over all answers; see the metrics' own files. `reward`
 * is 0 but under `loongrl`, `recall` but under `all-of`.
 */
export type MetricValues = Record<MetricName, number>;

/** How good one prediction is. */
export interface Score extends MetricValues {
  /** The answer as found in the text, trimmed; empty if nothing was found. */
  extracted: string;
  /** 1 if the deciding metric calls it right. */
  correct: number;
}

/** Every metric is a field of every score, computed or not. */
const NOTHING = Object.fromEntries(namesOf(METRICS).map(name => [name, 0])) as MetricValues;

/** Judges the texts of one question. */
export type Scorer = (text: string) => Score;

/**
 * Makes a scorer for a question's answers, which are normalized once.
 *
 * @throws KeychainError USAGE for a metric that the rule does not have
 */
export function scorer(answers: readonly string[], scoring: Scoring): Scorer {
  const { extract, normalize } = SCORING_RULES[scoring.rule];
  const deciding = decidingMetric(scoring);
  const metrics = metricsOf(scoring.rule);
  const normal = answers.map(normalize);
  return text => {
    const extracted = extract(text) ?? '';
    const prediction = normalize(extracted);
    const values: MetricValues = { ...NOTHING };
    for (const metric of metrics) values[metric] = METRICS[metric].value(prediction, normal);
    return {
      extracted,
      ...values,
      correct: Number(isRight(deciding, values[deciding])),
    };
  };
}

/** Judges one text against a question's answers. See {@link scorer}. */
export function scorePrediction(
  text: string,
  answers: readonly string[],
  rule: Scoring['rule'],
  metric?: Scoring['metric'],
): Score {
  return scorer(answers, { rule, metric })(text);
}
