import type { StoredPassage } from '../corpus/store/codec.js';

/** A stretch of UTF-8 that a prompt is made of; it begins and ends between two characters. */
export class Piece {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  /** Its own token count, where that is known. */
  readonly tokens: number | undefined;
  /** The passage that `bytes` are the record of, if they are that of one. */
  readonly passage: StoredPassage | undefined;

  // One constructor for all keeps V8 from seeing many shapes of object in the loops over pieces.
  private constructor(
    bytes: Buffer,
    from: number,
    to: number,
    tokens: number | undefined,
    passage: StoredPassage | undefined,
  ) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.tokens = tokens;
    this.passage = passage;
  }

  static of(text: string, tokens?: number): Piece {
    const bytes = Buffer.from(text);
    return new Piece(bytes, 0, bytes.length, tokens, undefined);
  }

  /** A stretch of a passage's record. */
  static in(passage: StoredPassage, from: number, to: number, tokens?: number): Piece {
    return new Piece(passage.bytes, from, to, tokens, passage);
  }

  /** A stretch of this piece. */
  part(from: number, to: number): Piece {
    return new Piece(this.bytes, from, to, undefined, this.passage);
  }
}

/** The text that some pieces make. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ bytes, from, to }) => bytes.toString('utf8', from, to)).join('');
}
