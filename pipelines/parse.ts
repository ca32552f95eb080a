import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type DatasetFormat, readQuestions } from '../lib/datasets/read-questions.js';
import { toJsonLines } from '../lib/json/to-lines.js';
import { flow } from '../lib/stream/flow.js';
import type { Reporter } from './reporter.js';
import type { DatasetInput } from './settings.js';

/** Writes the questions of the datasets as JSON lines, one dataset after the other. */
export async function parse(
  inputs: readonly DatasetInput[],
  output: Writable,
  reporter: Reporter,
): Promise<void> {
  for (const { file, format } of inputs) {
    const questions = readQuestions(file, {
      format: format as DatasetFormat | 'auto',
      onReject: reporter.reject,
    });
    await pipeline(flow(questions, toJsonLines()), output, { end: false });
  }
}
