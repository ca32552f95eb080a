import { KeychainError } from '../errors.js';
import type { TokenizerIdentity } from '../records/sample.js';
import { loadHf } from './hf.js';
import { DEFAULT_ENCODING, loadOpenai } from './openai.js';
import type { Tokenizer } from './tokenizer.js';

export interface TokenizerOptions {
  type: TokenizerIdentity['type'];
  /** openai: name of an encoding; hf: a folder with a `tokenizer.json`, or that file itself. */
  path?: string;
}

/**
 * Loads a tokenizer. The libraries themselves are loaded only when they have to count.
 *
 * @throws KeychainError USAGE for an unknown encoding or a missing path
 * @throws KeychainError TOKENIZER_UNUSABLE if the tokenizer's file is missing or broken
 */
export async function loadTokenizer(options: TokenizerOptions): Promise<Tokenizer> {
  if (options.type === 'openai') return loadOpenai(options.path ?? DEFAULT_ENCODING);
  if (options.path === undefined) {
    throw new KeychainError(
      'USAGE',
      'a tokenizer of type hf needs the path of a folder that holds a tokenizer.json',
    );
  }
  return loadHf(options.path);
}
