import type { ByteTable } from '../vocabulary/byte-table.js';
import type { SentencePieceModel, SentencePieces } from '../vocabulary/sentencepiece-model.js';
import { firstCodePoint, utf8Length } from '../vocabulary/utf8.js';
import { PairFilter } from './pair-filter.js';
import { PairTable } from './pair-table.js';
import type { PieceMerges } from './piece-merges.js';
import { sortPieces } from './score-pieces.js';

/** What SentencePiece writes for a blank. */
const BLOCK = Buffer.from('\u2581');

/** What a BPE of SentencePiece merges, and the pieces that it finds before. */
export interface ScoreMerges {
  merges: PieceMerges;
  /** Pieces that are found as they stand in the text, before any merge. */
  userDefined: string[];
}

/**
 * The merges of a BPE of SentencePiece: two neighbours become one if what they are together is a piece,
 * the piece of the highest score first, of equal ones the leftmost (`Model::SampleEncode` in
 * https://github.com/google/sentencepiece, src/bpe_model.cc; `InitializePieces` in
 * src/model_interface.cc).
 *
 * @returns what is not known here of the pieces, in words
 */
export function scoreMerges(model: SentencePieceModel): ScoreMerges | string {
  const { bytes: file, pieces, byteFallback } = model;
  const sorted = sortPieces(model);
  if (typeof sorted === 'string') return sorted;
  const { table, userDefined, bytes, characters, parts, unknown } = sorted;
  if (unknown < 0) return 'its pieces, of which none is unknown';
  if (byteFallback ? bytes.includes(-1) : bytes.some(id => id >= 0)) return 'its pieces of bytes';
  if (!byteFallback && table.find(BLOCK, 0, BLOCK.length) < 0) return 'its lack of a blank';

  const pairs = new PairTable(parts.length);
  const joined = new PairFilter();
  if (!addMerges(file, pieces, parts, { table, pairs, joined })) {
    return 'its pieces of characters that are none';
  }
  const ranks = ranksOf(parts, pieces.score);
  if (ranks === null) return 'its scores';
  return {
    userDefined,
    merges: {
      bytes,
      unknown: byteFallback ? -1 : unknown,
      whole: null,
      joined,
      character: characterTable(file, pieces, characters),
      rank: (left, right) => {
        const whole = pairs.get(left, right);
        return whole < 0 ? -1 : ranks[whole]!;
      },
      merged: (_rank, left, right) => pairs.get(left, right),
    },
  };
}

/** The token of each character that is a piece by itself. */
function characterTable(
  file: Uint8Array,
  { from }: SentencePieces,
  characters: readonly number[],
): PieceMerges['character'] {
  const plane = new Int32Array(0x10000).fill(-1);
  const others = new Map<number, number>();
  for (const id of characters) {
    const codePoint = firstCodePoint(file, from[id]!);
    if (codePoint < 0x10000) plane[codePoint] = id;
    else others.set(codePoint, id);
  }
  return codePoint => (codePoint < 0x10000 ? plane[codePoint]! : (others.get(codePoint) ?? -1));
}

interface Added {
  table: ByteTable;
  pairs: PairTable;
  joined: PairFilter;
}

/**
 * Adds each way to put a piece together of two, and all characters that are neighbours in a piece.
 *
 * @returns false if a character of a piece is no piece by itself: it merges all the same
 */
function addMerges(
  file: Uint8Array,
  { from, to }: SentencePieces,
  parts: readonly number[],
  { table, pairs, joined }: Added,
): boolean {
  for (const id of parts) {
    const start = from[id]!;
    const end = to[id]!;
    let before = -1;
    for (let at = start; at < end; ) {
      const next = at + utf8Length(file[at]!);
      if (table.find(file, at, next) < 0) return false;
      const codePoint = firstCodePoint(file, at);
      if (at > start) {
        joined.add(before, codePoint);
        const left = table.find(file, start, at);
        const right = left < 0 ? -1 : table.find(file, at, end);
        if (right >= 0) pairs.set(left, right, id);
      }
      before = codePoint;
      at = next;
    }
  }
  return true;
}

/** The rank of each piece, by its number: equal where scores are; null if some are no numbers. */
function ranksOf(parts: readonly number[], score: readonly number[]): Int32Array | null {
  if (parts.some(id => Number.isNaN(score[id]!))) return null;
  const ranks = new Int32Array(score.length);
  let rank = 0;
  let last = Number.NaN;
  for (const id of [...parts].sort((a, b) => score[b]! - score[a]!)) {
    if (score[id] !== last) rank++;
    ranks[id] = rank;
    last = score[id]!;
  }
  return ranks;
}
