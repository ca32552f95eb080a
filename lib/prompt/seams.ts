import type { Tokenizer } from '../tokenize/tokenizer.js';
import type { Piece } from './piece.js';

/** Bytes that a UTF-16 unit takes at most. */
const UNIT_BYTES = 3;
const NOT_BLANK = /[^\s\u0085]/;

/**
 * Whether the tokenizer certainly counts what stands before piece `at` and the rest apart. A short
 * piece alone does not show that: what a run of blanks comes to depends on what stands behind it,
 * so its neighbours are looked at too. Pieces are not empty.
 */
export const seamHolds = (tokenizer: Tokenizer, pieces: readonly Piece[], at: number): boolean =>
  tokenizer.additive(textBefore(tokenizer, pieces, at), textFrom(tokenizer, pieces, at));

/** The text before piece `at`, as far as the tokenizer looks. */
export function textBefore({ reach }: Tokenizer, pieces: readonly Piece[], at: number): string {
  let text = '';
  for (let i = at - 1, missing = reach * UNIT_BYTES; i >= 0 && missing > 0; i--) {
    const { bytes, from, to } = pieces[i]!;
    let start = Math.max(from, to - missing);
    while (start > from && isInsideCharacter(bytes, start)) start--;
    text = bytes.toString('utf8', start, to) + text;
    missing -= to - start;
  }
  return text;
}

/** The text from `start` in piece `at` on, as far as the tokenizer looks, blanks at its start apart. */
export function textFrom(
  { reach }: Tokenizer,
  pieces: readonly Piece[],
  at: number,
  start = pieces[at]!.from,
): string {
  let text = '';
  for (let i = at, missing = reach * UNIT_BYTES; i < pieces.length && missing > 0; i++) {
    const { bytes, to } = pieces[i]!;
    const from = i === at ? start : pieces[i]!.from;
    let end = Math.min(to, from + missing);
    while (end < to && isInsideCharacter(bytes, end)) end++;
    const shown = bytes.toString('utf8', from, end);
    if (NOT_BLANK.test(shown)) {
      text += shown;
      missing -= end - from;
    } else text += end === to ? shown : bytes.toString('utf8', from, to);
  }
  return text;
}

/** Whether the byte at `i` continues a character (RFC 3629, section 3). */
const isInsideCharacter = (bytes: Buffer, i: number): boolean => (bytes[i]! & 0xc0) === 0x80;
