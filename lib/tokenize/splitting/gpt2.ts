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
import { contractionEnd } from './contraction.js';
import type { Pretokenizer } from './pretokenizer.js';
import { endsInBlank, type Seam, UNKNOWN } from './seam.js';
import { unitAt } from './units.js';
import { plainWhitespaceEnd } from './whitespace.js';

const APOSTROPHE = 0x27;
const BLANK = 0x20;

/**
 * The rules of GPT-2, r50k and p50k:
 * `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
 */
export const gpt2: Pretokenizer = { next, boundary };

function next(units: Uint16Array, i: number): number {
  const contraction = contractionEnd(units, i);
  if (contraction > 0) return contraction;
  const kind = kindAt(units, i);
  if (!inSpace(kind)) return runEnd(units, i, fold(kind));
  if (units[i] === BLANK) {
    const after = kindAt(units, i + 1);
    if (!inSpace(after) && fold(after) <= NUMBER) return runEnd(units, i + 1, fold(after));
  }
  return plainWhitespaceEnd(units, i);
}

/** End of the run of one class (letters, numbers or signs) at `from`. */
function runEnd(units: Uint16Array, from: number, folded: number): number {
  let j = from;
  for (;;) {
    const kind = kindAt(units, j);
    if (fold(kind) !== folded) return j;
    j += widthOf(kind);
  }
}

function inSpace(kind: number): boolean {
  return kind === SPACE || kind === BREAK;
}

function fold(kind: number): number {
  const bare = kind & 15;
  if (bare === MARK) return OTHER;
  return isLetter(bare) ? LETTER : bare;
}

/**
 * As for cl100k (see there), simpler: only the blank joins what follows, and line breaks are white
 * space like any other. Between two classes a pre-token ends, except that `'` and the letters of a
 * contraction are one, and that white space at the end of a text is one pre-token, while before
 * other text it gives up its last character: only a single one stays, if it is not the blank.
 */
function boundary(seam: Seam): boolean {
  const last = fold(seam.last);
  const first = fold(seam.first);
  if (inSpace(last)) {
    return (
      !inSpace(first) && !endsInBlank(seam) && !inSpace(seam.previous) && seam.previous !== UNKNOWN
    );
  }
  if (last === first) return false;
  return first !== LETTER || unitAt(seam.left, seam.left.length - 1) !== APOSTROPHE;
}
