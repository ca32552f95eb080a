import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openInput } from '../lib/input/open.js';
import { readRecords } from '../lib/json/read-records.js';
import { toJsonLines } from '../lib/json/to-lines.js';
import type { Fields } from '../lib/records/fields.js';
import type { Scored } from '../lib/score/record.js';
import { score } from '../lib/score/score.js';
import type { Scoring } from '../lib/score/scoring.js';
import { flow } from '../lib/stream/flow.js';
import { stage } from '../lib/stream/stage.js';
import type { Reporter } from './reporter.js';

export interface ScoreRun {
  /** A file of records with predictions, or `-` for standard input. */
  file: string;
  scoring: Scoring;
}

export interface ScoreCounts {
  records: number;
  predictions: number;
  /** Right predictions. */
  right: number;
}

/** Records with predictions as JSON lines to the same with scores. */
export async function scoreRecords(
  { file, scoring }: ScoreRun,
  output: Writable,
  reporter: Reporter,
): Promise<ScoreCounts> {
  const counts: ScoreCounts = { records: 0, predictions: 0, right: 0 };
  const count = stage<Fields & Scored, Fields>((record, push) => {
    counts.records++;
    counts.predictions += record.scores.length;
    counts.right += record.pass_count;
    push(record);
  });
  const scored = flow(
    openInput(file),
    readRecords({ file, onReject: reporter.reject }),
    score({ ...scoring, onReject: reporter.reject }),
    count,
    toJsonLines(),
  );
  await pipeline(scored, output, { end: false });
  return counts;
}
