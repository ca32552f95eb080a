import {
  BREAK,
  isLetter,
  kindAt,
  LETTER,
  MARK,
  NUMBER,
  OTHER,
  SPACE,
  widthOf,
} from './characters.js';
import { foldedContractionEnd } from './contraction.js';
import type { Pretokenizer } from './pretokenizer.js';
import { breaksLater, endsInBlank, hasBlankBeforeLast, type Seam, UNKNOWN } from './seam.js';
import { whitespaceEnd } from './whitespace.js';

const BLANK = 0x20;

/**
 * The rules of cl100k and of its kin:
 * `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,digits}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`.
 *
 * @param digits - 3 for cl100k and Llama 3, 1 for Qwen
 * @param marks - whether `\p{M}` joins `\p{L}` inside words, as in Qwen 3.5: there the optional first
 *   character may be a mark too, which changes nothing, since a mark can also begin the word itself
 */
export function cl100k(digits: number, marks = false): Pretokenizer {
  return {
    next: (units, i) => next(units, i, digits, marks),
    boundary: seam => boundary(seam, digits, marks),
  };
}

function next(units: Uint16Array, i: number, digits: number, marks: boolean): number {
  const kind = kindAt(units, i);
  const j = i + widthOf(kind);
  if (inWord(kind, marks)) return wordEnd(units, j, marks);
  const bare = kind & 15;
  if (bare === NUMBER) return digits === 1 ? j : numberEnd(units, j, digits);
  if (bare !== BREAK) {
    const contraction = foldedContractionEnd(units, i);
    if (contraction > 0) return contraction;
    const after = kindAt(units, j);
    if (inWord(after, marks)) return wordEnd(units, j + widthOf(after), marks);
    if (inSigns(kind, marks)) return signsEnd(units, j, marks);
    if (units[i] === BLANK && inSigns(after, marks)) {
      return signsEnd(units, j + widthOf(after), marks);
    }
  }
  return whitespaceEnd(units, i);
}

function inWord(kind: number, marks: boolean): boolean {
  return isLetter(kind) || (marks && (kind & 15) === MARK);
}

/** `[^\s\p{L}\p{N}]`. */
function inSigns(kind: number, marks: boolean): boolean {
  const bare = kind & 15;
  return bare === OTHER || (!marks && bare === MARK);
}

function wordEnd(units: Uint16Array, from: number, marks: boolean): number {
  let j = from;
  for (;;) {
    const kind = kindAt(units, j);
    if (!inWord(kind, marks)) return j;
    j += widthOf(kind);
  }
}

function numberEnd(units: Uint16Array, from: number, digits: number): number {
  let j = from;
  for (let n = 1; n < digits; n++) {
    const kind = kindAt(units, j);
    if ((kind & 15) !== NUMBER) break;
    j += widthOf(kind);
  }
  return j;
}

function signsEnd(units: Uint16Array, from: number, marks: boolean): number {
  let j = from;
  let kind = kindAt(units, j);
  while (inSigns(kind, marks)) {
    j += widthOf(kind);
    kind = kindAt(units, j);
  }
  while (kind === BREAK) kind = kindAt(units, ++j);
  return j;
}

/**
 * No rule looks behind, so the right side is cut as on its own once a pre-token ends at the seam.
 * What is left to show is that the last pre-token of the left side ends there in the whole text
 * too, and begins where it does on its own:
 *
 * - A word ends before anything but a letter (a contraction is letters after `'`), a number before
 *   anything but a digit; with one digit a pre-token, before a digit too.
 * - After a line break only breaks, and white space that leads to a break, would be taken along.
 * - Signs end before a number or a blank. A letter takes one sign before it along, so there must be
 *   two: the second then belongs to the run of the first. A blank will do for the first: white space
 *   leaves its last character to what follows, and signs take a blank along. They take breaks along.
 * - White space at the end of a text is one pre-token; before other text it gives up its last
 *   character. A single one stays alone before a number, and, if not the blank that signs take
 *   along, before a sign.
 */
function boundary(seam: Seam, digits: number, marks: boolean): boolean {
  const last = fold(seam.last, marks);
  const first = fold(seam.first, marks);
  if (last === LETTER) return first !== LETTER;
  if (last === NUMBER) return first !== NUMBER || digits === 1;
  if (last === BREAK) return first === SPACE ? !breaksLater(seam.right) : first !== BREAK;
  if (last === SPACE) {
    const taken = first === OTHER ? endsInBlank(seam) : first !== NUMBER;
    return !taken && seam.previous !== SPACE && seam.previous !== UNKNOWN;
  }
  if (first === LETTER) {
    return (seam.previous >= 0 && fold(seam.previous, marks) === OTHER) || hasBlankBeforeLast(seam);
  }
  return first === NUMBER || first === SPACE;
}

function fold(kind: number, marks: boolean): number {
  if (kind === MARK) return marks ? LETTER : OTHER;
  return isLetter(kind) ? LETTER : kind;
}
