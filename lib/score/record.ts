import { RecordError } from '../errors.js';
import { type Fields, invalid, isFields, texts } from '../records/fields.js';
import { type Score, scorer } from './prediction.js';
import { rolloutTexts } from './rollouts.js';
import type { ScoringRuleName } from './rules/registry.js';
import type { Scoring } from './scoring.js';

/** What scoring adds to a record. */
export interface Scored {
  /** Parallel to the predictions. */
  scores: Score[];
  /** How many of them are right. */
  pass_count: number;
}

/**
 * Judges the predictions of a record: `predictions` with `answers`, the reference's `pred_list`
 * with `outputs`, or the `rollouts` that `rollout` has stored. Scores that it has already are
 * replaced.
 *
 * @throws RecordError RECORD_INVALID
 * @throws KeychainError USAGE for a metric that the rule does not have
 */
export function scoreRecord<R extends Fields>(record: R, scoring: Scoring): R & Scored {
  const texts = predictionsOf(record, scoring.rule);
  return { ...record, ...scoreTexts(texts, answersOf(record), scoring) };
}

/** Judges the texts of one question. */
export function scoreTexts(
  texts: readonly string[],
  answers: readonly string[],
  scoring: Scoring,
): Scored {
  const scores = texts.map(scorer(answers, scoring));
  const pass_count = scores.reduce((count, { correct }) => count + correct, 0);
  return { scores, pass_count };
}

/** The accepted answers of a record, this project's or the reference's. */
export function answersOf(record: Fields): string[] {
  if (record.answers === undefined && record.outputs !== undefined) {
    return texts(record.outputs, 'outputs');
  }
  return texts(record.answers, 'answers');
}

function predictionsOf(record: Fields, rule: ScoringRuleName): string[] {
  const { predictions, pred_list, rollouts } = record;
  if (predictions !== undefined) return texts(predictions, 'predictions');
  if (pred_list === undefined && rollouts !== undefined) return rolloutTexts(record, rule);
  if (!Array.isArray(pred_list)) {
    const message = 'predictions is missing; expected an array of texts (or pred_list [{pred}])';
    throw new RecordError('RECORD_INVALID', message);
  }
  return pred_list.map((entry: unknown, i) => {
    const text = isFields(entry) ? entry.pred : entry;
    if (typeof text !== 'string') throw invalid(`pred_list[${i}].pred`, text, 'a string');
    return text;
  });
}
