import type { Tokenizer } from '../tokenize/tokenizer.js';

/** A part of a prompt, with its own token count where that is known. */
export interface Piece {
  text: string;
  tokens?: number | undefined;
}

/**
 * The exact token count of all pieces joined. Counts are added up where the tokenizer is sure
 * that a seam costs nothing; pieces with a doubtful seam between them are counted as one text.
 */
export function countPieces(tokenizer: Tokenizer, pieces: Iterable<Piece>): number {
  let total = 0;
  let run: Piece[] = [];
  const settle = (): void => {
    const only = run[0];
    if (only === undefined) return;
    total +=
      run.length === 1 && only.tokens !== undefined
        ? only.tokens
        : tokenizer.count(run.map(piece => piece.text).join(''));
    run = [];
  };
  for (const piece of pieces) {
    if (piece.text === '') continue;
    const before = run.at(-1);
    if (before && tokenizer.additive(before.text, piece.text)) settle();
    run.push(piece);
  }
  settle();
  return total;
}
