import type { Fields } from '../records/fields.js';
import { invalid } from '../records/fields.js';
import type { Scoring } from '../score/scoring.js';
import type { Example } from './example.js';
import { flawsOf } from './examples/flaws.js';
import { isRow, rowExample } from './examples/row.js';
import { isSample, sampleExample } from './examples/sample.js';
import { isTrajectory, trajectoryExample } from './examples/trajectory.js';

/** Kinds of records, the more special first. */
const KINDS = [
  [isTrajectory, trajectoryExample],
  [isRow, rowExample],
  [isSample, sampleExample],
] as const;

/**
 * What a record is to a trainer.
 *
 * @param scoring how the trainer's reward judges
 * @throws RecordError RECORD_INVALID
 */
export function readExample(record: Fields, scoring: Scoring): Example {
  const [, read] = KINDS.find(([is]) => is(record)) ?? [];
  if (!read) {
    throw invalid('meta', record.meta, 'a sample, a trajectory with messages, or a row of verl');
  }
  const example = read(record);
  return { ...example, flaws: flawsOf(example, scoring) };
}
