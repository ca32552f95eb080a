import type { Transform } from 'node:stream';
import { RecordError } from '../errors.js';
import { rejectOf } from '../json/read-records.js';
import type { Fields } from '../records/fields.js';
import type { Reject } from '../records/reject.js';
import type { Scoring } from '../score/scoring.js';
import { stage } from '../stream/stage.js';
import type { Example } from './example.js';
import { isUnsolved } from './examples/trajectory.js';
import { type CountPrompt, checkPromptLength } from './prompt-length.js';
import { readExample } from './read-example.js';

/** What examples are left out. */
export type LeftOut = 'unsolved' | 'flawed';

export interface ExamplesOptions {
  /** How the trainer's reward judges. */
  scoring: Scoring;
  count: CountPrompt;
  /** Tokens of a prompt that the trainer takes at most. */
  maxPromptLength?: number | undefined;
  /** Leaves out what has a flaw. */
  dropFlawed?: boolean | undefined;
  onReject?: ((reject: Reject) => void) | undefined;
  onLeftOut?: ((why: LeftOut) => void) | undefined;
}

/** The stage: a Transform of records to what they are to a trainer. */
export function examples(options: ExamplesOptions): Transform {
  const { onReject, onLeftOut } = options;
  return stage<Fields, Example>(async (record, push) => {
    if (isUnsolved(record)) return onLeftOut?.('unsolved');
    const example = await exampleOr(record, options);
    if (example instanceof RecordError) return onReject?.(rejectOf(record, example));
    if (options.dropFlawed && example.flaws.length > 0) return onLeftOut?.('flawed');
    return push(example);
  });
}

/** Shows each of some examples. */
export async function seeAll(
  examples: AsyncIterable<unknown>,
  see: (example: Example) => void,
): Promise<void> {
  for await (const example of examples) see(example as Example);
}

/** The example with its prompt counted, or why there is none. */
async function exampleOr(
  record: Fields,
  { scoring, count, maxPromptLength }: ExamplesOptions,
): Promise<Example | RecordError> {
  try {
    const read = readExample(record, scoring);
    const example = { ...read, promptTokens: await count(read) };
    checkPromptLength(example, maxPromptLength);
    return example;
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
}
