import { silentReporter } from '../reporter.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { type CorpusPlace, corpusOf, type DatasetInput } from './corpus-of.js';
import { type Corpus, openCorpus } from './open.js';

/** Opens the corpus of some dataset files, which is built first unless it is there already. */
export async function corpusOfFiles(
  files: string | readonly string[],
  tokenizer: Tokenizer,
  {
    format = 'auto',
    unescapeEntities,
    ...place
  }: CorpusPlace & Partial<Pick<DatasetInput, 'format' | 'unescapeEntities'>> = {},
): Promise<Corpus> {
  const inputs = [files].flat().map(file => ({ file, format, unescapeEntities }));
  const { dir } = await corpusOf(inputs, tokenizer, place, silentReporter);
  return openCorpus(dir, tokenizer);
}
