import type { Transform } from 'node:stream';
import { RecordError } from '../errors.js';
import { rejectOf } from '../json/read-records.js';
import type { Fields } from '../records/fields.js';
import type { Reject } from '../records/reject.js';
import { stage } from '../stream/stage.js';
import { type Scored, scoreRecord } from './record.js';
import { decidingMetric, type Scoring } from './scoring.js';

export interface ScoreOptions extends Scoring {
  /** Takes each record without answers or predictions; without it they are passed over. */
  onReject?: ((reject: Reject) => void) | undefined;
  /** The field with the predictions; by default the first that is found. */
  predictions?: string | undefined;
}

/**
 * Makes a Transform that adds `scores` and `pass_count` to records with predictions.
 *
 * @throws KeychainError USAGE for a metric that the rule does not have
 */
export function score({ onReject, predictions, ...scoring }: ScoreOptions): Transform {
  const known = { ...scoring, metric: decidingMetric(scoring) };
  return stage<Fields, Fields & Scored>((record, push) => {
    try {
      push(scoreRecord(record, known, predictions));
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      onReject?.(rejectOf(record, error));
    }
  });
}
