import type { Tokenizer } from '../tokenize/tokenizer.js';

/** UTF-16 units beside a seam that are shown to a tokenizer at least, where there are so many. */
const REACH = 256;
const NOT_BLANK = /[^\s\u0085]/;

/**
 * For each of the texts that stand in a row, whether the tokenizer certainly counts what is before
 * it and the rest apart. A short text alone does not show that: what a run of blanks comes to
 * depends on what stands behind it, so neighbours are looked at too. Texts are not empty.
 */
export function seamsHold(tokenizer: Tokenizer, texts: readonly string[]): boolean[] {
  let left = '';
  return texts.map((text, i) => {
    const holds = i > 0 && tokenizer.additive(left, aheadOf(texts, i));
    left = text.length >= REACH ? text : (left + text).slice(-REACH);
    return holds;
  });
}

/** The text at `from`, and of those behind it what it takes to see far enough. */
function aheadOf(texts: readonly string[], from: number): string {
  let ahead = texts[from]!;
  for (let next = from + 1; next < texts.length; next++) {
    if (ahead.length >= REACH && NOT_BLANK.test(ahead)) break;
    const text = texts[next]!;
    ahead += NOT_BLANK.test(text.slice(0, REACH)) ? text.slice(0, REACH) : text;
  }
  return ahead;
}
