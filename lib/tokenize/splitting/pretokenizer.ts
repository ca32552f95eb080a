import type { Seam } from './seam.js';

/**
 * How a tokenizer cuts text into pre-tokens, the pieces that BPE never merges across. A rule set is
 * the hand-written equal of the tokenizer's regular expression: `next` is its match at a position, or
 * what it leaves out there up to its next match. Where several follow each other, each cuts every
 * piece of the one before as if it were a whole text (`cutsAt`).
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
  /**
   * Where none ends there: the seam as rules that cut further see it, inside the one pre-token that
   * the last of the left side and the first of the right side then are together, all others staying
   * as they are; null if that is not certain. Rules that come last need none.
   */
  joined?(seam: Seam): Seam | null;
}

/**
 * Whether a pre-token of rules that follow each other certainly ends at the seam. One that ends there
 * by some of them is cut no further across it; what those before it join, it sees as one text.
 */
export function cutsAt(rules: readonly Pretokenizer[], seam: Seam): boolean {
  let inner: Seam | null = seam;
  for (const step of rules) {
    if (step.boundary(inner)) return true;
    inner = step.joined?.(inner) ?? null;
    if (inner === null) return false;
  }
  return false;
}
