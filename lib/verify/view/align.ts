import type { Layout } from './layout.js';
import type { Mark } from './scan.js';
import { squeeze } from './squeeze.js';

/** Where the pairs of a context stand in its layout. */
export interface Alignment {
  /** One a mark, in order, up to where the texts part: the offset in the layout's text. */
  positions: number[];
  /** Offset in the layout's text from which the context says something else. */
  partsAt: number | undefined;
}

/**
 * Holds a context without its pairs against what the dataset says, white space aside, in one walk.
 * White space is compared as squeezed, except around pairs: there a missing blank is no difference
 * of the texts but a pair inside a word, which is for the insertion check to say.
 */
export function align(bare: string, marks: Mark[], layout: Layout): Alignment {
  const positions: number[] = [];
  let at = 0;
  let from = 0;
  for (let i = 0; i <= marks.length; i++) {
    const to = marks[i]?.offset ?? bare.length;
    const piece = squeeze(bare.slice(from, to));
    from = to;
    if (piece !== '') {
      const start = layout.text[at] === ' ' ? at + 1 : at;
      if (!layout.text.startsWith(piece, start)) {
        return { positions, partsAt: start + commonLength(piece, layout.text, start) };
      }
      at = start + piece.length;
    }
    if (i < marks.length) positions.push(at);
  }
  return { positions, partsAt: at < layout.text.length ? at : undefined };
}

function commonLength(piece: string, text: string, start: number): number {
  let length = 0;
  while (length < piece.length && piece[length] === text[start + length]) length++;
  return length;
}
