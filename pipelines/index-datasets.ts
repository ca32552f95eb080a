import type { EnsuredCorpus } from '../lib/corpus/ensure.js';
import { loadTokenizer } from '../lib/tokenize/load.js';
import { corpusOf } from './corpus.js';
import type { Reporter } from './reporter.js';
import type { CorpusSettings, DatasetInput, TokenizerSettings } from './settings.js';

/** Builds one corpus of the datasets, unless it is there already. */
export async function indexDatasets(
  inputs: readonly DatasetInput[],
  tokenizerSettings: TokenizerSettings,
  corpus: CorpusSettings,
  reporter: Reporter,
): Promise<EnsuredCorpus> {
  const tokenizer = await loadTokenizer(tokenizerSettings);
  try {
    return await corpusOf(inputs, tokenizer, corpus, reporter);
  } finally {
    tokenizer.close();
  }
}
