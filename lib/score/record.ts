import { RecordError } from '../errors.js';
import { type Fields, invalid, isFields, listField, texts } from '../records/fields.js';
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
 * Judges the predictions of a record: `predictions` with `answers`, the reference's `pred_list` (or,
 * where that is missing, `qwq_pred_list`) with `outputs`, or the `rollouts` that `rollout` has
 * stored. Scores that it has already are replaced.
 *
 * @param field the field to judge, whichever others there are
 * @throws RecordError RECORD_INVALID
 * @throws KeychainError USAGE for a metric that the rule does not have
 */
export function scoreRecord<R extends Fields>(
  record: R,
  scoring: Scoring,
  field?: string,
): R & Scored {
  const texts =
    field === undefined
      ? predictionsOf(record, scoring.rule)
      : textsIn(record, field, scoring.rule);
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
  if ((record.answers ?? undefined) === undefined && (record.outputs ?? undefined) !== undefined) {
    return texts(record.outputs, 'outputs');
  }
  return texts(record.answers, 'answers');
}

/** Where predictions are looked for, the likeliest first. */
const PREDICTION_FIELDS = ['predictions', 'pred_list', 'qwq_pred_list', 'rollouts'] as const;

function predictionsOf(record: Fields, rule: ScoringRuleName): string[] {
  // A table has null where a record lacks a field.
  const field = PREDICTION_FIELDS.find(name => (record[name] ?? undefined) !== undefined);
  if (field !== undefined) return textsIn(record, field, rule);
  const message = 'predictions is missing; expected an array of texts (or pred_list [{pred}])';
  throw new RecordError('RECORD_INVALID', message);
}

/** The texts of a field: a list of them, of `{pred}`, or of the rollouts' `{text}`; or one alone. */
function textsIn(record: Fields, field: string, rule: ScoringRuleName): string[] {
  if (field === 'rollouts') return rolloutTexts(record, rule);
  const value = record[field];
  if (typeof value === 'string') return [value];
  if (isFields(value) && typeof value.pred === 'string') return [value.pred];
  return listField(record, field, 'an array of texts or of {pred}').map((entry, i) => {
    const text = isFields(entry) ? entry.pred : entry;
    if (typeof text !== 'string') throw invalid(`${field}[${i}].pred`, text, 'a string');
    return text;
  });
}
