import { BREAK, classOf, SPACE } from './characters.js';
import { characterAt, unitAt } from './units.js';

/** No character stands there: the text is one character long. */
export const NONE = -1;
/** What stands there may change, or belongs to an added token. */
export const UNKNOWN = -2;

/** The place where two texts meet, as far as the pre-token rules need to see it. */
export interface Seam {
  left: string;
  right: string;
  /** Where the last character of `left` begins. */
  lastStart: number;
  /** Class of the character before `last`, or `NONE`, or `UNKNOWN`. */
  previous: number;
  /** Class of the last character of `left`. */
  last: number;
  /** Class of the first character of `right`. */
  first: number;
}

const BLANK = 0x20;

/** Looks at the characters around a seam. Both texts are non-empty. */
export function seamOf(left: string, right: string): Seam {
  const last = lastCodePoint(left, left.length);
  const lastStart = left.length - (last > 0xffff ? 2 : 1);
  return {
    left,
    right,
    lastStart,
    previous: lastStart === 0 ? NONE : classOf(lastCodePoint(left, lastStart)),
    last: classOf(last),
    first: classOf(characterAt(right, 0)),
  };
}

/** The code point that ends at `end`. */
export function lastCodePoint(text: string, end: number): number {
  const unit = unitAt(text, end - 1);
  if ((unit & 0xfc00) !== 0xdc00 || end < 2) return unit;
  const wide = characterAt(text, end - 2);
  return wide > 0xffff ? wide : unit;
}

/** Whether a blank stands before the last character of `left`, and is certain to stay there. */
export function hasBlankBeforeLast({ left, lastStart, previous }: Seam): boolean {
  return previous === SPACE && unitAt(left, lastStart - 1) === BLANK;
}

/** Whether the last character before the seam is a blank. */
export function endsInBlank(seam: Seam): boolean {
  return unitAt(seam.left, seam.left.length - 1) === BLANK;
}

/** Whether the white space that `right` begins with contains a CR or LF. */
export function breaksLater(right: string): boolean {
  for (let i = 0; i < right.length; i++) {
    const kind = classOf(unitAt(right, i));
    if (kind === BREAK) return true;
    if (kind !== SPACE) return false;
  }
  return false;
}
