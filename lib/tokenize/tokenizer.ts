import type { TokenizerIdentity } from '../records/sample.js';

/** Exact token counts: what the field's own libraries give for the same text. */
export interface Tokenizer {
  readonly identity: TokenizerIdentity;
  /** Exact number of tokens of the whole text, no special tokens added. */
  count(text: string): number;
  /**
   * The counts of several texts; only where a call costs much. See `countAll`.
   *
   * @throws KeychainError as `count`
   */
  readonly countAll?: ((texts: readonly string[]) => number[]) | undefined;
  /**
   * Whether `count(left + right) === count(left) + count(right)` is certain: a proof, not a guess.
   * False means unknown. Looks at a few characters around the seam only.
   */
  additive(left: string, right: string): boolean;
  /** UTF-16 units on either side of a seam that `additive` looks at, blanks behind it apart. */
  readonly reach: number;
  /**
   * The same number straight from the library, without any code of ours: what tests and `verify`
   * compare with.
   *
   * @throws KeychainError TOKENIZER_UNUSABLE, or an error of the library, if it cannot count the text
   */
  libraryCount(text: string): number;
  /** What people call that library. */
  readonly library: string;
  /** Whether `count` counts by rules of our own; if not, it is the library that counts. */
  readonly ownRules: boolean;
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
