import { Readable } from 'node:stream';
import { openCorpus } from '../lib/corpus/open.js';
import { type DatasetFormat, readQuestions } from '../lib/datasets/read-questions.js';
import { filter } from '../lib/filter/filter.js';
import { filterRules } from '../lib/filter/filter-rules.js';
import { prompter } from '../lib/model/ask/prompt.js';
import { rolloutPrompt } from '../lib/model/rollout/prompts.js';
import type { Fields } from '../lib/records/fields.js';
import { flow } from '../lib/stream/flow.js';
import { slice } from '../lib/stream/slice.js';
import type { Tokenizer } from '../lib/tokenize/tokenizer.js';
import { type CallEstimate, callEstimator } from './call-estimate.js';
import type { JudgingSettings } from './judged.js';
import { selectQuestions } from './select.js';
import type { DatasetInput, SelectSettings } from './settings.js';

export interface JudgingEstimate {
  /** If all questions are asked; with `--num-samples` only until so many are kept. */
  judging_at_most?: CallEstimate;
  /** If the first model gets none of them right. */
  rescue_at_most?: CallEstimate;
}

/** What judging these questions would come to. */
export async function estimateJudging(
  questions: Readable,
  { model, rescue, n, prompt }: JudgingSettings,
  tokenizer: Tokenizer,
): Promise<JudgingEstimate> {
  const promptOf = prompter(rolloutPrompt, prompt);
  const estimators = [model, rescue].map(each => each && callEstimator(each, n, tokenizer));
  try {
    for await (const question of questions as AsyncIterable<Fields>) {
      const text = promptOf(question);
      for (const estimator of estimators) estimator?.add(text);
    }
    const [first, second] = estimators.map(estimator => estimator?.result());
    return {
      ...(first && { judging_at_most: first }),
      ...(second && { rescue_at_most: second }),
    };
  } finally {
    for (const estimator of estimators) await estimator?.close();
  }
}

/** The questions that may be asked, from a finished corpus. */
export function questionsOfCorpus(
  dir: string,
  select: SelectSettings,
  tokenizer: Tokenizer,
): Readable {
  return Readable.from(
    (async function* () {
      const corpus = await openCorpus(dir, tokenizer);
      try {
        const met = { unanswerable: 0, selected: 0 };
        for await (const { number } of selectQuestions(
          corpus,
          { ...select, numSamples: -1 },
          met,
        )) {
          yield corpus.question(number).question;
        }
      } finally {
        await corpus.close();
      }
    })(),
  );
}

/**
 * The same from a dataset that is not indexed yet. Which ones `--pre-samples` leaves out of a
 * shuffled list is not known then; none are.
 */
export async function questionsOfFile(
  { file, format }: DatasetInput,
  { idsFile, preSamples, shuffle }: SelectSettings,
): Promise<Readable> {
  const rules = await filterRules({ answerable: true, filterIdsPath: idsFile });
  const questions = readQuestions(file, { format: format as DatasetFormat | 'auto' });
  return flow(questions, filter(rules), slice(shuffle ? 0 : preSamples));
}
