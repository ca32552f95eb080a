import { best, isRight } from './metrics.js';
import { RULES } from './rules.js';
import { decidingMetric, type Scoring } from './scoring.js';

/** How good one prediction is; every number is the best over all answers. */
export interface Score {
  /** The answer as found in the text, trimmed; null if nothing was found. */
  extracted: string | null;
  /** 1 if equal after normalising. */
  em: number;
  /** 1 if either stands inside the other. */
  sub_em: number;
  /** 1 if the prediction stands inside the answer. */
  cem: number;
  /** Token F1, 0 to 1, rounded to 4 places. */
  f1: number;
  /** 1 if the answer stands inside the prediction; under `loongrl` only. */
  reward?: number;
  /** 1 if the deciding metric calls it right. */
  correct: number;
}

/** Judges the texts of one question. */
export type Scorer = (text: string) => Score;

/**
 * Makes a scorer for a question's answers, which are normalised once.
 *
 * @throws KeychainError USAGE for a metric that the rule does not have
 */
export function scorer(answers: readonly string[], scoring: Scoring): Scorer {
  const { extract, normalize, decides } = RULES[scoring.rule];
  const metric = decidingMetric(scoring);
  const normal = answers.map(normalize);
  return text => {
    const extracted = extract(text);
    const prediction = normalize(extracted ?? '');
    const deciding = best(metric, prediction, normal);
    return {
      extracted,
      em: best('em', prediction, normal),
      sub_em: best('sub_em', prediction, normal),
      cem: best('cem', prediction, normal),
      f1: best('f1', prediction, normal),
      ...(decides === 'reward' ? { reward: best('reward', prediction, normal) } : {}),
      correct: Number(isRight(metric, deciding)),
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
