import { pathToFileURL } from 'node:url';
import { KeychainError } from '../../errors.js';
import { type SampleDraft, sampleOf } from '../../prompt/draft.js';
import { isFields } from '../../records/fields.js';
import type { Question } from '../../records/question.js';
import type { Sample } from '../../records/sample.js';

/**
 * A stage of a user's own, for one sample before it is written: returns the sample as it is to be
 * written, or undefined to leave it out. Its output may depend on nothing but its input.
 */
export type OwnStage = (
  sample: Sample,
  question: Question,
) => Sample | undefined | Promise<Sample | undefined>;

/**
 * Loads modules that export a function `stage`, as one: each takes what the one before it returns.
 *
 * @param files paths, or addresses (`file:`) as code gives them
 * @throws KeychainError INPUT_MISSING, INPUT_FORMAT
 */
export async function loadOwnStages(
  files: readonly string[],
): Promise<((draft: SampleDraft, question: Question) => Promise<Sample | undefined>) | undefined> {
  const stages: OwnStage[] = [];
  for (const file of files) stages.push(await load(file));
  if (stages.length === 0) return undefined;
  return async (draft, question) => {
    const { passages: _, ...sample } = sampleOf(draft);
    let current: Sample | undefined = sample;
    for (const stage of stages) current &&= await stage(current, question);
    return current;
  };
}

async function load(file: string): Promise<OwnStage> {
  const url = file.startsWith('file:') ? file : pathToFileURL(file).href;
  let module: { stage?: unknown };
  try {
    module = (await import(url)) as { stage?: unknown };
  } catch (cause) {
    throw new KeychainError(
      'INPUT_MISSING',
      `${file}: cannot be loaded, ${(cause as Error).message}; name a JavaScript module`,
      { cause },
    );
  }
  const { stage } = module;
  if (typeof stage === 'function') return named(file, stage as OwnStage);
  throw new KeychainError(
    'INPUT_FORMAT',
    `${file}: exports no function named stage; expected: export function stage(sample, question)`,
  );
}

/** What a stage throws is told with its file. */
const named =
  (file: string, stage: OwnStage): OwnStage =>
  async (sample, question) => {
    let result: Sample | undefined;
    try {
      result = await stage(sample, question);
    } catch (cause) {
      throw new KeychainError(
        'STAGE_FAILED',
        `${file}: fails on sample ${sample.id}: ${cause instanceof Error ? cause.message : cause}; mend the stage`,
        { cause },
      );
    }
    if (result === undefined || isSample(result)) return result;
    throw new KeychainError(
      'STAGE_FAILED',
      `${file}: returns ${told(result)} for sample ${sample.id}; expected a sample, or undefined to leave it out`,
    );
  };

/** Whether it has at least what is counted of a sample. */
const isSample = (value: unknown): boolean =>
  isFields(value) &&
  typeof value.id === 'string' &&
  Number.isInteger(value.length) &&
  isFields(value.meta) &&
  isFields(value.meta.warnings);

const told = (value: unknown): string =>
  isFields(value) ? 'an object without id, length or meta.warnings' : `${value}`;
