import { findCorpus } from '../lib/corpus/ensure.js';
import { loadTokenizer } from '../lib/tokenize/load.js';
import type { Tokenizer } from '../lib/tokenize/tokenizer.js';
import { sourcesOf } from './corpus.js';
import {
  estimateJudging,
  type JudgingEstimate,
  questionsOfCorpus,
  questionsOfFile,
} from './judging-estimate.js';
import type { SampleRun } from './sample-run.js';
import type { DatasetInput } from './settings.js';

/** Characters of English a token, roughly; only for estimates. */
const BYTES_A_TOKEN = 4.4;

/** The resolved plan of a run, and what it will come to where that is known without reading. */
export async function estimate(run: SampleRun): Promise<object> {
  const tokenizer = await loadTokenizer(run.tokenizer);
  try {
    const datasets = await Promise.all(
      run.inputs.map(async input => {
        const found = await findCorpus({ ...run.corpus, tokenizer, sources: sourcesOf([input]) });
        const judging = await judgingOf(input, found?.dir, run, tokenizer);
        if (!found) return { ...input, indexed: false, ...judging };
        const { info } = found;
        const there = Math.max(0, info.questions - info.unanswerable - run.select.preSamples);
        const { numSamples } = run.select;
        const questions = numSamples < 0 ? there : Math.min(numSamples, there);
        const tokens = run.sample.maxSeqLengths.reduce<number>((sum, l) => sum + (l ?? 0), 0);
        return {
          ...input,
          indexed: true,
          ...judging,
          questions_at_most: questions,
          samples_at_most: questions * run.sample.maxSeqLengths.length,
          tokens_at_most: questions * tokens,
          bytes_uncompressed_about: Math.round(questions * tokens * BYTES_A_TOKEN),
        };
      }),
    );
    return { plan: run, tokenizer: tokenizer.identity, datasets };
  } finally {
    tokenizer.close();
  }
}

async function judgingOf(
  input: DatasetInput,
  corpusDir: string | undefined,
  { judging, select }: SampleRun,
  tokenizer: Tokenizer,
): Promise<JudgingEstimate> {
  // Standard input can be read once, and that is for the run itself.
  if (!judging || (corpusDir === undefined && input.file === '-')) return {};
  const questions =
    corpusDir === undefined
      ? await questionsOfFile(input, select)
      : questionsOfCorpus(corpusDir, select, tokenizer);
  return estimateJudging(questions, judging, tokenizer);
}
