import type { Tokenizer } from '../tokenize/tokenizer.js';
import { type Piece, textOf } from './piece.js';
import { seamHolds } from './seams.js';

/**
 * The exact token count of all pieces joined. Counts are added up where the tokenizer is sure
 * that a seam costs nothing; pieces with a doubtful seam between them are counted as one text.
 */
export function countPieces(tokenizer: Tokenizer, pieces: readonly Piece[]): number {
  const shown = pieces.filter(({ from, to }) => to > from);
  let total = 0;
  let start = 0;
  for (let at = 1; at <= shown.length; at++) {
    if (at < shown.length && !seamHolds(tokenizer, shown, at)) continue;
    total += tokensOf(tokenizer, shown, start, at);
    start = at;
  }
  return total;
}

function tokensOf(
  tokenizer: Tokenizer,
  pieces: readonly Piece[],
  start: number,
  end: number,
): number {
  const { tokens } = pieces[start]!;
  if (end - start === 1 && tokens !== undefined) return tokens;
  return tokenizer.count(textOf(pieces.slice(start, end)));
}
