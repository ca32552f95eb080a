import { KeychainError } from '../errors.js';
import type { TokenizerIdentity } from '../records.js';
import { loadHf } from './hf.js';
import { DEFAULT_ENCODING, loadOpenai } from './openai.js';

/** Exact token counts: what the field's own libraries give for the same text. */
export interface Tokenizer {
  readonly identity: TokenizerIdentity;
  /** Exact number of tokens of the whole text, no special tokens added. */
  count(text: string): number;
  /**
   * Whether `count(left + right) === count(left) + count(right)` is certain: a proof, not a guess.
   * False means unknown. Looks at a few characters around the seam only.
   */
  additive(left: string, right: string): boolean;
  /** UTF-16 units on either side of a seam that `additive` looks at, blanks behind it apart. */
  readonly reach: number;
  /** The same number straight from the library, without any code of ours: what tests compare with. */
  libraryCount(text: string): number;
  /** Frees what the library holds outside the heap. */
  close(): void;
}

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
