import type { Tokenizer } from '../tokenize/tokenizer.js';
import { type TokenizerSettings, withTokenizer } from '../tokenize/with-tokenizer.js';
import { type Corpus, openCorpus } from './open.js';

/**
 * Opens a corpus, and the tokenizer that it counts with, for as long as something uses them.
 *
 * @throws KeychainError USAGE, TOKENIZER_UNUSABLE, CORPUS_UNUSABLE, and what `work` does
 */
export function withCorpus<T>(
  settings: TokenizerSettings & { corpus: string },
  work: (corpus: Corpus, tokenizer: Tokenizer) => Promise<T>,
): Promise<T> {
  return withTokenizer(settings, async tokenizer => {
    const corpus = await openCorpus(settings.corpus, tokenizer);
    try {
      return await work(corpus, tokenizer);
    } finally {
      await corpus.close();
    }
  });
}
