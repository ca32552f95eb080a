import type { Tokenizer } from '../tokenize/tokenizer.js';
import { seamsHold } from './seams.js';

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
  const parts = [...pieces].filter(piece => piece.text !== '');
  const holds = seamsHold(
    tokenizer,
    parts.map(piece => piece.text),
  );
  for (const [i, piece] of parts.entries()) {
    if (holds[i]) settle();
    run.push(piece);
  }
  settle();
  return total;
}
