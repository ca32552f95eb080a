import type { Tokenizer } from '../tokenizer.js';
import type { PieceCounter } from './piece-counter.js';

const BLANK = ' ';
/** What SentencePiece writes for a blank. */
const BLOCK = '\u2581';
/** UTF-16 units at a seam that `PieceCounter.additive` looks at. */
const EDGE = 4;

interface Rules {
  /** Counts what is written, as it stands. */
  pieces: PieceCounter;
  /** Where a blank is put to the text, if anywhere. */
  blank: 'before' | 'behind' | 'nowhere';
  /** Whether blanks at the edges are left out, and several together are one. */
  squeezes: boolean;
}

/**
 * Writes text as SentencePiece does for a model without a table of rewritten characters, then counts it
 * (`Normalizer::Normalize` in https://github.com/google/sentencepiece, src/normalizer.cc). Pieces of the
 * user are found in what is written, the blank at its edge included.
 */
export class WrittenCounter implements Pick<Tokenizer, 'count' | 'additive'> {
  readonly #rules: Rules;

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  /** Tokens of the text; a lone surrogate counts as the U+FFFD that UTF-8 has in its place. */
  count(text: string): number {
    const { pieces, blank, squeezes } = this.#rules;
    const kept = squeezes ? squeezed(text) : text;
    if (kept === '') return 0;
    const written = kept.replaceAll(BLANK, BLOCK);
    const begun = blank === 'before' ? BLOCK + written : written;
    const ended = squeezes ? withoutBlocks(begun) : begun;
    return pieces.count(blank === 'behind' ? ended + BLOCK : ended);
  }

  /** See `PieceCounter.additive`; never where the text's edges count. */
  additive(left: string, right: string): boolean {
    if (left === '' || right === '') return true;
    const { pieces, blank, squeezes } = this.#rules;
    if (blank !== 'nowhere' || squeezes) return false;
    return pieces.additive(
      left.slice(-EDGE).replaceAll(BLANK, BLOCK),
      right.slice(0, EDGE).replaceAll(BLANK, BLOCK),
    );
  }
}

const squeezed = (text: string): string => text.replace(/^ +/, '').replace(/ {2,}/g, BLANK);

/** The sign that stands in the text itself is taken for a blank here. */
function withoutBlocks(text: string): string {
  let end = text.length;
  while (text.charAt(end - 1) === BLOCK) end--;
  return text.slice(0, end);
}
