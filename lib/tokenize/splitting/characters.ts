import { CATEGORY_RUNS } from './unicode-16.js';

/** What the pre-token rules tell apart. `LETTER`, `UPPER` and `LOWER` together are `\p{L}`. */
export const OTHER = 0;
/** Lm, Lo: letters that o200k lets stand for either case. */
export const LETTER = 1;
/** Lu, Lt. */
export const UPPER = 2;
/** Ll. */
export const LOWER = 3;
export const MARK = 4;
export const NUMBER = 5;
/** White space other than CR and LF. */
export const SPACE = 6;
/** CR and LF. */
export const BREAK = 7;
/** The first half of a surrogate pair: the class is that of the code point. */
const PAIR = 8;
/** A second half where a character should start: well-formed text has none, so it marks the end. */
export const END = 9;

/** Added to the class of a character of two UTF-16 units. */
const WIDE = 16;

/** What stands behind the last unit of a text, so that no loop has to compare positions. */
export const END_UNIT = 0xdc00;

const CLASSES = decode();

function decode(): Uint8Array {
  const classes = new Uint8Array(0x110000);
  let at = 0;
  for (const [, category, length] of CATEGORY_RUNS.matchAll(/([A-Z])([0-9a-z]*)/g)) {
    const end = at + (length ? Number.parseInt(length, 36) : 1);
    classes.fill('OAULMNSB'.indexOf(category!), at, end);
    at = end;
  }
  classes.fill(PAIR, 0xd800, 0xdc00);
  classes.fill(END, 0xdc00, 0xe000);
  return classes;
}

/**
 * Class of the character at `i`, plus `WIDE` if it takes two units.
 *
 * @param units - well-formed UTF-16, ended by `END_UNIT`
 */
export function kindAt(units: Uint16Array, i: number): number {
  const kind = CLASSES[units[i]!]!;
  return kind === PAIR ? wideKindAt(units, i) : kind;
}

function wideKindAt(units: Uint16Array, i: number): number {
  const codePoint = 0x10000 + ((units[i]! - 0xd800) << 10) + (units[i + 1]! - 0xdc00);
  return CLASSES[codePoint]! + WIDE;
}

/** Units of a character, from what `kindAt` said. */
export function widthOf(kind: number): number {
  return 1 + (kind >> 4);
}

/** Class of one code point; a lone surrogate is OTHER, as the U+FFFD that takes its place. */
export function classOf(codePoint: number): number {
  const kind = CLASSES[codePoint]!;
  return kind >= PAIR ? OTHER : kind;
}

/** `\p{L}`, without marks. */
export function isLetter(kind: number): boolean {
  const bare = kind & 15;
  return bare >= LETTER && bare <= LOWER;
}
