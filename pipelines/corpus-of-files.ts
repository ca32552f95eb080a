import { type Corpus, openCorpus } from '../lib/corpus/open.js';
import type { Tokenizer } from '../lib/tokenize/tokenizer.js';
import { corpusOf } from './corpus.js';
import { silentReporter } from './reporter.js';

export interface CorpusOptions {
  /** Where corpora are kept and found again. */
  cacheDir: string;
  /** `auto` (the default) or a dataset format. */
  format?: string;
}

/** Opens the corpus of some dataset files, which is built first unless it is there already. */
export async function corpusOfFiles(
  files: string | readonly string[],
  tokenizer: Tokenizer,
  { cacheDir, format = 'auto' }: CorpusOptions,
): Promise<Corpus> {
  const inputs = [files].flat().map(file => ({ file, format }));
  const { dir } = await corpusOf(inputs, tokenizer, { cacheDir }, silentReporter);
  return openCorpus(dir, tokenizer);
}
