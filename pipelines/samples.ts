import { loadTokenizer } from '../lib/tokenize/tokenizer.js';
import { type DatasetSummary, makeDatasetSamples } from './dataset-samples.js';
import type { Reporter } from './reporter.js';
import type {
  CorpusSettings,
  DatasetInput,
  OutputSettings,
  SampleSettings,
  SelectSettings,
  TokenizerSettings,
} from './settings.js';

/** Everything a run that makes samples is told. */
export interface SampleRun {
  inputs: DatasetInput[];
  tokenizer: TokenizerSettings;
  corpus: CorpusSettings;
  select: SelectSettings;
  sample: SampleSettings;
  output: OutputSettings;
  /** Threads that assemble samples; what they write does not depend on it. */
  workers: number;
}

/** keychain, synth and relevant-only: makes the samples of each dataset in turn. */
export async function makeSamples(run: SampleRun, reporter: Reporter): Promise<DatasetSummary[]> {
  const tokenizer = await loadTokenizer(run.tokenizer);
  try {
    const summaries: DatasetSummary[] = [];
    for (const input of run.inputs) {
      summaries.push(await makeDatasetSamples(input, run, tokenizer, reporter));
    }
    return summaries;
  } finally {
    tokenizer.close();
  }
}
