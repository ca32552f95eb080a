import { type Piece, textOf } from './piece.js';

/** A rendered context, in the bytes that it is made of until somebody wants the text. */
export class RenderedText {
  readonly pieces: readonly Piece[];

  constructor(pieces: readonly Piece[]) {
    this.pieces = pieces;
  }

  toString(): string {
    return textOf(this.pieces);
  }
}
