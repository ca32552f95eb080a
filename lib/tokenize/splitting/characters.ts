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
export const PAIR = 8;
/** A second half where a character should start: well-formed text has none, so it marks the end. */
export const END = 9;

/** Added to the class of a character of two UTF-16 units. */
const WIDE = 16;

/** What stands behind the last unit of a text, so that no loop has to compare positions. */
export const END_UNIT = 0xdc00;

const CLASSES = classTable({
  O: OTHER,
  P: OTHER,
  A: LETTER,
  U: UPPER,
  L: LOWER,
  M: MARK,
  N: NUMBER,
  S: SPACE,
  B: BREAK,
});

/**
 * A class, below `PAIR`, for every code point.
 *
 * @param classes - by the categories of `CATEGORY_RUNS`
 */
export function classTable(classes: Readonly<Record<string, number>>): Uint8Array {
  const table = new Uint8Array(0x110000);
  let at = 0;
  for (const [, category, length] of CATEGORY_RUNS.matchAll(/([A-Z])([0-9a-z]*)/g)) {
    const end = at + (length ? Number.parseInt(length, 36) : 1);
    table.fill(classes[category!]!, at, end);
    at = end;
  }
  // The table ends with the last character that is any.
  table.fill(classes.O!, at);
  table.fill(PAIR, 0xd800, 0xdc00);
  table.fill(END, 0xdc00, 0xe000);
  return table;
}

/**
 * Class of the character at `i`, plus `WIDE` if it takes two units.
 *
 * @param units - well-formed UTF-16, ended by `END_UNIT`
 */
export function kindAt(units: Uint16Array, i: number): number {
  return kindIn(CLASSES, units, i);
}

/** The same by classes of another table, which has `PAIR` and `END` too. */
export function kindIn(table: Uint8Array, units: Uint16Array, i: number): number {
  const kind = table[units[i]!]!;
  return kind === PAIR ? wideKindIn(table, units, i) : kind;
}

function wideKindIn(table: Uint8Array, units: Uint16Array, i: number): number {
  const codePoint = 0x10000 + ((units[i]! - 0xd800) << 10) + (units[i + 1]! - 0xdc00);
  return table[codePoint]! + WIDE;
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
