/** Words in a row that two texts do not share by chance (Brown et al. 2020, appendix C). */
export const GRAM = 13;

const JOINED = /(?<=\p{L})['’.](?=\p{L})/gu;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * The words of a text, by which it is compared: letters and digits in their plain forms (NFKC), in lower
 * case. All else ends a word, but for an apostrophe or a full stop between two letters, which is
 * passed over: `U.S.` is `us`, `don’t` is `dont`, `well-known` is `well known`.
 */
export const wordsOf = (text: string): string[] =>
  text.normalize('NFKC').toLowerCase().replace(JOINED, '').match(WORD) ?? [];

/** All runs of `length` words in a row, in order. */
export function* gramsOf(words: readonly string[], length: number): Generator<string> {
  for (let at = 0; at + length <= words.length; at++) {
    yield words.slice(at, at + length).join(' ');
  }
}
