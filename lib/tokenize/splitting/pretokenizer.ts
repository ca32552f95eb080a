import type { Seam } from './seam.js';

/**
 * How a tokenizer cuts text into pre-tokens, the pieces that BPE never merges across. A rule set is
 * the hand-written equal of the tokenizer's regular expression: `next` is its match at a position.
 */
export interface Pretokenizer {
  /**
   * End of the pre-token that starts at `i`.
   *
   * @param units - well-formed UTF-16, ended by `END_UNIT`
   */
  next(units: Uint16Array, i: number): number;
  /**
   * Whether a pre-token certainly ends at the seam, and neither side is cut differently when it
   * stands alone.
   */
  boundary(seam: Seam): boolean;
}
