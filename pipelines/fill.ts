import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openCorpus } from '../lib/corpus/open.js';
import { parse } from '../lib/datasets/parse.js';
import { fill } from '../lib/fill/fill.js';
import { openInput } from '../lib/input/open.js';
import { toJsonLines } from '../lib/json/to-lines.js';
import { numberSamples } from '../lib/output/number-samples.js';
import { flow } from '../lib/stream/flow.js';
import { loadTokenizer } from '../lib/tokenize/load.js';
import { recipeOf } from './assemble.js';
import type { Reporter } from './reporter.js';
import { questionOrder } from './select.js';
import { selectStages } from './select-stream.js';
import type {
  DatasetInput,
  SampleSettings,
  SelectSettings,
  TokenizerSettings,
} from './settings.js';

export interface FillRun {
  input: DatasetInput;
  corpusDir: string;
  tokenizer: TokenizerSettings;
  select: SelectSettings;
  sample: SampleSettings;
}

/** Questions as JSON lines to samples with their passages, with room for chains if asked for. */
export async function fillQuestions(
  run: FillRun,
  output: Writable,
  reporter: Reporter,
): Promise<{ unanswerable: number }> {
  const tokenizer = await loadTokenizer(run.tokenizer);
  const corpus = await openCorpus(run.corpusDir, tokenizer);
  let unanswerable = 0;
  try {
    const recipe = recipeOf(run.sample, corpus, tokenizer);
    const order = questionOrder(corpus, run.select);
    const { file } = run.input;
    const samples = flow(
      openInput(file),
      parse({ file, format: 'questions', onReject: reporter.reject }),
      ...(await selectStages(corpus, run.select, () => unanswerable++)),
      fill({
        ...recipe.fill,
        corpus,
        maxSeqLengths: run.sample.maxSeqLengths.filter(length => length !== null),
        sourceIndexOf: ({ dataset, id }) => {
          const number = corpus.questionNumber(dataset, id);
          return number === undefined ? undefined : order.positionOf(number);
        },
        onReject: reporter.reject,
      }),
      numberSamples(),
      toJsonLines(),
    );
    await pipeline(samples, output, { end: false });
    return { unanswerable };
  } finally {
    await corpus.close();
    tokenizer.close();
  }
}
