import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RecordError } from '../lib/errors.js';
import { openInput } from '../lib/input/open.js';
import { readRecords } from '../lib/json/read-records.js';
import { toJsonLines } from '../lib/json/to-lines.js';
import type { AskOptions } from '../lib/model/ask/ask.js';
import type { PromptOptions } from '../lib/model/ask/prompt.js';
import type { Fields } from '../lib/records/fields.js';
import { flow } from '../lib/stream/flow.js';
import { loadTokenizer } from '../lib/tokenize/load.js';
import { type CallEstimate, callEstimator } from './call-estimate.js';
import type { ModelSettings } from './model.js';
import type { Reporter } from './reporter.js';
import type { TokenizerSettings } from './settings.js';

/** What the commands that ask a model about each record of a file have in common. */
export interface AskedFile extends Pick<AskOptions, 'n'> {
  /** JSON lines, or `-` for standard input. */
  file: string;
  model: ModelSettings;
  prompt: PromptOptions;
  /** Counts prompts. */
  tokenizer: TokenizerSettings;
}

/** The records of the file. */
export const recordsOf = (file: string, reporter: Reporter): Readable =>
  flow(openInput(file), readRecords({ file, onReject: reporter.reject }));

/** Writes records as JSON lines. */
export const writeRecords = (records: Readable, output: Writable): Promise<void> =>
  pipeline(flow(records, toJsonLines()), output, { end: false });

/** What asking about each record of the file would come to; `models` are those that may be asked. */
export async function estimateFile(
  { file, n, tokenizer }: Pick<AskedFile, 'file' | 'n' | 'tokenizer'>,
  models: readonly ModelSettings[],
  promptOf: (record: Fields) => string,
  reporter: Reporter,
): Promise<CallEstimate[]> {
  const counter = await loadTokenizer(tokenizer);
  const estimators = models.map(model => callEstimator(model, n, counter));
  try {
    for await (const record of recordsOf(file, reporter) as AsyncIterable<Fields>) {
      if (record.answerable === false) continue;
      const prompt = promptIn(record, promptOf);
      if (prompt !== undefined) for (const estimator of estimators) estimator.add(prompt);
    }
    return estimators.map(estimator => estimator.result());
  } finally {
    for (const estimator of estimators) await estimator.close();
    counter.close();
  }
}

/** Undefined for a record that the run will reject. */
function promptIn(record: Fields, promptOf: (record: Fields) => string): string | undefined {
  try {
    return promptOf(record);
  } catch (error) {
    if (error instanceof RecordError) return undefined;
    throw error;
  }
}
