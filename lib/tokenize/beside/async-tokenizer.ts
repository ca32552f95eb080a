import type { TokenizerIdentity } from '../../records/sample.js';

/** A tokenizer whose library counts asynchronously. */
export interface AsyncTokenizer {
  readonly identity: TokenizerIdentity;
  /** Exact number of tokens of the whole text, no special tokens added. Asked once at a time. */
  count(text: string): Promise<number>;
  /** The same of several texts. Without it, they are counted one after the other. */
  countAll?(texts: readonly string[]): Promise<number[]>;
}

/**
 * Opens such a tokenizer; a module that is run beside exports it as `open`.
 *
 * @param path - what `--tokenizer-path` names, or its default
 */
export type OpenTokenizer = (path: string) => Promise<AsyncTokenizer>;
