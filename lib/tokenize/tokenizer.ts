import type { TokenizerIdentity } from '../records/sample.js';

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
  /**
   * The part of it that has no rules here, in words, so that the library counts every text whole:
   * as exactly, but slower.
   */
  readonly unknown?: string | undefined;
  /**
   * Loads what counting needs, for one that is only identified so far; see `identifyTokenizer`. To
   * be waited for before anything is counted.
   */
  prepare?(): Promise<void>;
  /** Frees what the library holds outside the heap. */
  close(): void;
}
