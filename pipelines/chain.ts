import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { chain } from '../lib/chain/chain.js';
import { openCorpus } from '../lib/corpus/open.js';
import { openInput } from '../lib/input/open.js';
import { readSamples } from '../lib/json/read-samples.js';
import { toJsonLines } from '../lib/json/to-lines.js';
import { numberSamples, withoutPassages } from '../lib/output/number-samples.js';
import { flow } from '../lib/stream/flow.js';
import { loadTokenizer } from '../lib/tokenize/load.js';
import { recipeOf } from './assemble.js';
import type { Reporter } from './reporter.js';
import type { SampleSettings, TokenizerSettings } from './settings.js';

export interface ChainRun {
  /** A file of samples, or `-` for standard input. */
  file: string;
  corpusDir: string;
  tokenizer: TokenizerSettings;
  sample: SampleSettings;
}

/** Samples as JSON lines to samples with chains. */
export async function chainSamples(
  run: ChainRun,
  output: Writable,
  reporter: Reporter,
): Promise<void> {
  const tokenizer = await loadTokenizer(run.tokenizer);
  const corpus = await openCorpus(run.corpusDir, tokenizer);
  try {
    const { insert } = recipeOf(run.sample, corpus, tokenizer);
    const samples = flow(
      openInput(run.file),
      readSamples(run.file),
      chain({ ...insert!, corpus, onReject: reporter.reject }),
      numberSamples(),
      withoutPassages(),
      toJsonLines(),
    );
    await pipeline(samples, output, { end: false });
  } finally {
    await corpus.close();
    tokenizer.close();
  }
}
