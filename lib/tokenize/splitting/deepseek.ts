import { classTable, kindIn, widthOf } from './characters.js';
import type { Pretokenizer } from './pretokenizer.js';
import {
  breaksLater,
  endsInBlank,
  hasBlankBeforeLast,
  lastCodePoint,
  type Seam,
  UNKNOWN,
} from './seam.js';
import { characterAt } from './units.js';
import { whitespaceEnd } from './whitespace.js';

/** Controls, what is unassigned, and numbers: what the rules leave out where no word follows. */
const REST = 0;
/** Letters and marks. */
const WORD = 1;
/** `[A-Za-z]`. */
const ASCII_WORD = 2;
/** Punctuation and symbols. */
const SIGN = 3;
/** Those of ASCII. */
const ASCII_SIGN = 4;
/** White space other than CR and LF. */
const SPACE = 5;
/** CR and LF. */
const BREAK = 6;

const BLANK = 0x20;

/**
 * The last of DeepSeek V3's three expressions, where A is `[A-Za-z]`, G is `[\p{P}\p{S}]`, W is
 * `[\p{L}\p{M}]` and X is `[^\r\n\p{L}\p{P}\p{S}]`:
 * `[G of ASCII]A+|X?W+| ?G+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`.
 */
export function deepseek(): Pretokenizer {
  const table = characterClasses();
  return { next: (units, i) => next(units, i, table), boundary: seam => boundary(seam, table) };
}

function characterClasses(): Uint8Array {
  const word = { A: WORD, U: WORD, L: WORD, M: WORD };
  const table = classTable({ ...word, O: REST, N: REST, P: SIGN, S: SPACE, B: BREAK });
  for (let unit = 0; unit < 0x80; unit++) {
    if (table[unit] === WORD) table[unit] = ASCII_WORD;
    if (table[unit] === SIGN) table[unit] = ASCII_SIGN;
  }
  return table;
}

function next(units: Uint16Array, i: number, table: Uint8Array): number {
  const kind = kindIn(table, units, i);
  const j = i + widthOf(kind);
  if (isWord(kind)) return wordEnd(units, j, table);
  if (kind === BREAK) return whitespaceEnd(units, i);
  const after = kindIn(table, units, j);
  if (isSign(kind)) {
    if (kind === ASCII_SIGN && after === ASCII_WORD) return asciiWordEnd(units, j, table);
    return signsEnd(units, j, table);
  }
  if (isWord(after)) return wordEnd(units, j + widthOf(after), table);
  if (kind !== SPACE) return restEnd(units, j, table);
  if (units[i] === BLANK && isSign(after)) return signsEnd(units, j + widthOf(after), table);
  return whitespaceEnd(units, i);
}

function isWord(kind: number): boolean {
  const bare = kind & 15;
  return bare === WORD || bare === ASCII_WORD;
}

function isSign(kind: number): boolean {
  const bare = kind & 15;
  return bare === SIGN || bare === ASCII_SIGN;
}

function wordEnd(units: Uint16Array, from: number, table: Uint8Array): number {
  let j = from;
  for (;;) {
    const kind = kindIn(table, units, j);
    if (!isWord(kind)) return j;
    j += widthOf(kind);
  }
}

function asciiWordEnd(units: Uint16Array, from: number, table: Uint8Array): number {
  let j = from;
  while (table[units[j]!] === ASCII_WORD) j++;
  return j;
}

function signsEnd(units: Uint16Array, from: number, table: Uint8Array): number {
  let j = from;
  let kind = kindIn(table, units, j);
  while (isSign(kind)) {
    j += widthOf(kind);
    kind = kindIn(table, units, j);
  }
  while (kind === BREAK) kind = kindIn(table, units, ++j);
  return j;
}

/** End of what no rule matches: the last before a word belongs to it. */
function restEnd(units: Uint16Array, from: number, table: Uint8Array): number {
  let j = from;
  let kind = kindIn(table, units, j);
  while ((kind & 15) === REST) {
    const further = j + widthOf(kind);
    kind = kindIn(table, units, further);
    if (isWord(kind)) return j;
    j = further;
  }
  return j;
}

/**
 * As for cl100k (see there), with these differences:
 *
 * - Signs do not end before anything that is left out, but before all but signs and line breaks. Of
 *   ASCII, one alone takes ASCII letters behind it along; no other sign takes a letter.
 * - What is left out is one pre-token up to a sign or white space; the last before a word joins it.
 */
function boundary(seam: Seam, table: Uint8Array): boolean {
  const { left, right } = seam;
  const last = table[lastCodePoint(left, left.length)]!;
  const first = table[characterAt(right, 0)]!;
  if (isWord(last)) return !isWord(first);
  if (last === REST) return first !== REST && !isWord(first);
  if (last === BREAK) return first === SPACE ? !breaksLater(right) : first !== BREAK;
  const previous = previousIn(table, seam);
  if (last === SPACE) {
    const taken = isSign(first) ? endsInBlank(seam) : first !== REST;
    return !taken && previous !== SPACE && previous !== UNKNOWN;
  }
  if (last === ASCII_SIGN && first === ASCII_WORD) {
    return previous === SIGN || previous === ASCII_SIGN || hasBlankBeforeLast(seam);
  }
  return !isSign(first) && first !== BREAK;
}

/** As `Seam.previous`, of these classes. */
function previousIn(table: Uint8Array, { left, lastStart, previous }: Seam): number {
  return previous < 0 ? previous : table[lastCodePoint(left, lastStart)]!;
}
