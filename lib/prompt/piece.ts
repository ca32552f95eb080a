/** A stretch of UTF-8 that a prompt is made of; it begins and ends between two characters. */
export class Piece {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  /** Its own token count, where that is known. */
  readonly tokens: number | undefined;

  // One constructor for all keeps V8 from seeing many shapes of object in the loops over pieces.
  constructor(bytes: Buffer, from: number, to: number, tokens?: number) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.tokens = tokens;
  }

  static of(text: string, tokens?: number): Piece {
    const bytes = Buffer.from(text);
    return new Piece(bytes, 0, bytes.length, tokens);
  }
}

/** The text that some pieces make. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ bytes, from, to }) => bytes.toString('utf8', from, to)).join('');
}
