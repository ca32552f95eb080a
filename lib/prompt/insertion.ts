import type { LookAlikeTest } from './look-alikes.js';
import { PASSAGE_SEPARATOR } from './passage-format.js';
import { Piece } from './piece.js';
import { type Layout, type RenderedPrompt, renderPieces } from './render.js';
import { textBefore, textFrom } from './seams.js';

/** The kinds of points at which a pair may stand. */
export type Where = 'title' | 'text' | 'after';

/** Inserted pairs as they stand in the text, one way for each kind of point. */
export const SET_OFF: Record<Where, (pair: string) => string> = {
  title: pair => `${pair}\n`,
  text: pair => ` ${pair}`,
  after: pair => `${pair}${PASSAGE_SEPARATOR}`,
};

/** A pair that is ready to stand in a text: `{"key": "value"}.` */
export interface RenderedPair {
  text: string;
  /** Its tokens at each kind of point, with what sets it off. */
  tokens: Record<Where, number>;
}

/** What will be put into a context; `fill` keeps it free. */
export interface InsertRoom {
  /** Tokens that it adds at most. */
  tokens: number;
  /** The first key of a chain, which the prompt names; missing where there are no chains. */
  head?: string | undefined;
  /** Whether a passage holds what a reader would take for it. */
  isLike: LookAlikeTest;
}

/** Pairs that stand at one point of a context. */
export interface Insertion {
  /** Position of the passage in the context. */
  passage: number;
  /** `title`: between title and text. `text`: inside the text. `after`: behind the passage. */
  where: Where;
  /** Offset of a blank in the passage's text; 0 unless `where` is `text`. */
  offset: number;
  pairs: RenderedPair[];
}

/**
 * Puts pairs into a prompt; `insertions` are in the order of their places in the context.
 *
 * The count is that of the prompt without them and that of each pair, provided that neither cutting
 * the prompt there nor putting the pairs in between changes anything else; otherwise all is counted
 * again.
 */
export function insertPairs(layout: Layout, insertions: readonly Insertion[]): RenderedPrompt {
  const { pieces, rendering, ends } = layout;
  const { tokenizer } = rendering;
  const target: Piece[] = [];
  // What the pieces make is not what is counted then.
  const isOther = rendering.removeNewlineTab || ends.stripsStart || ends.stripsEnd;
  let tokens: number | undefined = isOther ? undefined : layout.tokens;
  const checkSeam = (right: string): void => {
    if (tokens === undefined) return;
    const left = textBefore(tokenizer, target, target.length);
    if (!tokenizer.additive(left, right)) tokens = undefined;
  };
  /** What was taken of the prompt so far: all before this place in this piece. */
  let piece = 0;
  let from = 0;
  const takeUpTo = (end: number, to: number): void => {
    for (; piece < end; from = pieces[++piece]?.from ?? 0) {
      const whole = pieces[piece]!;
      target.push(from === whole.from ? whole : whole.part(from, whole.to));
    }
    if (to > from) target.push(pieces[piece]!.part(from, to));
    from = to;
  };
  for (const { passage, where, offset, pairs } of insertions) {
    takeUpTo(...placeOf(layout, passage, where, offset));
    const behind = textFrom(tokenizer, pieces, piece, from);
    checkSeam(behind);
    for (const pair of pairs) {
      const text = SET_OFF[where](pair.text);
      checkSeam(text);
      target.push(Piece.of(text));
      if (tokens !== undefined) tokens += pair.tokens[where];
    }
    checkSeam(behind);
  }
  takeUpTo(pieces.length, 0);
  return renderPieces(layout, target, tokens);
}

/** The piece of the layout before or in which a point lies, and where in it. */
function placeOf(
  { pieces, passages }: Layout,
  number: number,
  where: Where,
  offset: number,
): [piece: number, at: number] {
  const { passage, textPiece, end } = passages[number]!;
  if (where === 'after') return [end, pieces[end]!.from];
  return [textPiece, where === 'title' ? passage.textAt : passage.byteAt(offset)];
}
