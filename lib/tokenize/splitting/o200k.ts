import {
  BREAK,
  isLetter,
  kindAt,
  LETTER,
  LOWER,
  MARK,
  NUMBER,
  OTHER,
  SPACE,
  UPPER,
  widthOf,
} from './characters.js';
import { foldedContractionEnd } from './contraction.js';
import type { Pretokenizer } from './pretokenizer.js';
import { breaksLater, endsInBlank, hasBlankBeforeLast, type Seam, UNKNOWN } from './seam.js';
import { unitAt } from './units.js';
import { whitespaceEnd } from './whitespace.js';

const APOSTROPHE = 0x27;
const BLANK = 0x20;
const SLASH = 0x2f;

/**
 * The rules of o200k and of its kin, where A is `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`, B is
 * `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`, P is `[^\r\n\p{L}\p{N}]` and C is `(?i:'s|'t|'re|'ve|'m|'ll|'d)`:
 * `P?A*B+C?|P?A+B*C?|\p{N}{1,digits}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`.
 *
 * @param digits - 3 for o200k, 1 for Tekken
 * @param contractions - whether C is there; Tekken has none
 */
export function o200k(digits: number, contractions: boolean): Pretokenizer {
  return {
    next: (units, i) => next(units, i, digits, contractions),
    boundary: seam => boundary(seam, digits, contractions),
  };
}

function next(units: Uint16Array, i: number, digits: number, contractions: boolean): number {
  const kind = kindAt(units, i);
  const j = i + widthOf(kind);
  const bare = kind & 15;
  if (isLetter(kind)) return withContraction(units, wordEnd(units, i), contractions);
  if (bare === NUMBER) return numberEnd(units, j, digits);
  if (bare === MARK) {
    // A mark can stand for P or for A and B: the first rule is tried both ways before the second.
    const end = mixedEnd(units, j);
    return withContraction(units, end > 0 ? end : mixedEnd(units, i), contractions);
  }
  if (bare !== BREAK) {
    const end = wordEnd(units, j);
    if (end > 0) return withContraction(units, end, contractions);
    if (bare === OTHER) return signsEnd(units, j);
    const after = kindAt(units, j);
    if (units[i] === BLANK && inSigns(after)) return signsEnd(units, j + widthOf(after));
  }
  return whitespaceEnd(units, i);
}

function withContraction(units: Uint16Array, end: number, contractions: boolean): number {
  return contractions ? Math.max(end, foldedContractionEnd(units, end)) : end;
}

/** End of `A*B+|A+B*` at `from`, or -1. */
function wordEnd(units: Uint16Array, from: number): number {
  const end = mixedEnd(units, from);
  if (end > 0) return end;
  // No lower case follows and nothing of either case is among them: capitals only.
  const capitals = runEnd(units, from, LOWER);
  return capitals > from ? capitals : -1;
}

/**
 * End of `A*B+` at `from`, or -1. `A*` takes all it can; if no lower case follows it gives back up
 * to the last character of either case, which is then all that `B+` finds.
 */
function mixedEnd(units: Uint16Array, from: number): number {
  let j = from;
  let lastEither = -1;
  for (;;) {
    const kind = kindAt(units, j);
    const bare = kind & 15;
    if (bare === LOWER) return runEnd(units, j, UPPER);
    if (bare !== LETTER && bare !== MARK && bare !== UPPER) return lastEither;
    j += widthOf(kind);
    if (bare !== UPPER) lastEither = j;
  }
}

/** End of the letters and marks at `from`, up to the first of the class `barred`. */
function runEnd(units: Uint16Array, from: number, barred: number): number {
  let j = from;
  for (;;) {
    const kind = kindAt(units, j);
    const bare = kind & 15;
    if (bare === barred || bare < LETTER || bare > MARK) return j;
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

/** `[^\s\p{L}\p{N}]`: marks are signs where no word could take them. */
function inSigns(kind: number): boolean {
  const bare = kind & 15;
  return bare === OTHER || bare === MARK;
}

function signsEnd(units: Uint16Array, from: number): number {
  let j = from;
  let kind = kindAt(units, j);
  while (inSigns(kind)) {
    j += widthOf(kind);
    kind = kindAt(units, j);
  }
  while (kind === BREAK || units[j] === SLASH) kind = kindAt(units, ++j);
  return j;
}

/**
 * As for cl100k (see there), with these differences:
 *
 * - A word may take a contraction along, so that `'` after a letter or a mark proves nothing.
 * - A mark may belong to a word or to signs: after it only a number or a blank ends both.
 * - Signs take `/` along after a line break, so a break does not end before `/`; and of two signs
 *   before a letter the first must not be a `/`, which could be the end of a pre-token.
 */
function boundary(seam: Seam, digits: number, contractions: boolean): boolean {
  const { first, last, lastStart, left, previous, right } = seam;
  const letter = isLetter(first);
  if (isLetter(last)) {
    return !letter && first !== MARK && !(contractions && unitAt(right, 0) === APOSTROPHE);
  }
  if (last === NUMBER) return first !== NUMBER || digits === 1;
  if (last === MARK) return first === NUMBER || first === SPACE;
  if (last === BREAK) {
    if (first === SPACE) return !breaksLater(right);
    return first !== BREAK && unitAt(right, 0) !== SLASH;
  }
  if (last === SPACE) {
    const taken = first === OTHER ? endsInBlank(seam) : first !== NUMBER;
    return !taken && previous !== SPACE && previous !== UNKNOWN;
  }
  if (letter) {
    return (
      (previous === OTHER && unitAt(left, lastStart - 1) !== SLASH) || hasBlankBeforeLast(seam)
    );
  }
  return first === NUMBER || first === SPACE;
}
