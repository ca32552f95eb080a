import { classTable, kindIn, widthOf } from './characters.js';
import type { Pretokenizer } from './pretokenizer.js';
import { lastCodePoint, NONE, type Seam } from './seam.js';
import { characterAt } from './units.js';

const OUT = 0;
const IN = 1;

/** A set of characters, as a table of `IN` and `OUT`; see `classTable`. */
export type CharacterSet = Uint8Array;

const NO_CATEGORY = { O: OUT, P: OUT, A: OUT, U: OUT, L: OUT, M: OUT, N: OUT, S: OUT, B: OUT };

/** `\p{N}`, as regular expressions have it. */
export const numbers = (): CharacterSet => classTable({ ...NO_CATEGORY, N: IN });

/**
 * What the pre-tokenizer `Digits` takes for a number: Rust's own `char::is_numeric`, whose Unicode is
 * 17.0 in `tokenizers` 0.23, newer by these characters than that of its regular expressions.
 */
export const numeric = (): CharacterSet =>
  numbers().fill(IN, 0x11de0, 0x11dea).fill(IN, 0x16ff4, 0x16ff7);

/** Characters from the first to the last of each pair. */
export const ranges = (...pairs: readonly (readonly [string, string])[]): CharacterSet => {
  const set = classTable(NO_CATEGORY);
  for (const [first, last] of pairs) {
    set.fill(IN, first.codePointAt(0)!, last.codePointAt(0)! + 1);
  }
  return set;
};

/**
 * The rules that set apart runs of characters of a set, `[set]{1,limit}`, and what lies between.
 *
 * @param limit - characters of a pre-token of the set, at most
 */
export function runs(set: CharacterSet, limit: number): Pretokenizer {
  return {
    next: (units, i) => next(units, i, set, limit),
    boundary: seam => boundary(seam, set, limit),
    joined: seam => joined(seam, set, limit),
  };
}

function next(units: Uint16Array, i: number, set: CharacterSet, limit: number): number {
  let kind = kindIn(set, units, i);
  const side = kind & 15;
  const most = side === IN ? limit : Number.POSITIVE_INFINITY;
  let j = i;
  let n = 0;
  do {
    j += widthOf(kind);
    kind = kindIn(set, units, j);
  } while ((kind & 15) === side && ++n < most);
  return j;
}

/**
 * A pre-token ends where one side of the seam is in the set and the other is not, and if each
 * character of the set is one. Where runs have a limit, it shows only at their start where they end.
 */
function boundary({ left, right }: Seam, set: CharacterSet, limit: number): boolean {
  const last = set[lastCodePoint(left, left.length)];
  const first = set[characterAt(right, 0)];
  return last !== first || (last === IN && limit === 1);
}

/** Runs are as long as they can be, so two that meet are one. It begins behind what is not of it. */
function joined(seam: Seam, set: CharacterSet, limit: number): Seam | null {
  const { left, lastStart, previous } = seam;
  const last = set[lastCodePoint(left, left.length)];
  if (last === IN && limit !== Number.POSITIVE_INFINITY) return null;
  const begins = previous >= 0 && set[lastCodePoint(left, lastStart)] !== last;
  return begins ? { ...seam, previous: NONE } : seam;
}
