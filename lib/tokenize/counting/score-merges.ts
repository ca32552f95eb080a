import { isUtf8 } from 'node:buffer';
import { ByteTable } from '../vocabulary/byte-table.js';
import { PIECE_TYPES, type SentencePieceModel } from '../vocabulary/sentencepiece-model.js';
import { firstCodePoint, utf8Length } from '../vocabulary/utf8.js';
import { PairFilter } from './pair-filter.js';
import { PairTable } from './pair-table.js';
import type { PieceMerges } from './piece-merges.js';

/** Ranks and positions share a number; see `countByHeap`. */
const MOST_PIECES = 2 ** 21;

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
export function scoreMerges({
  bytes: file,
  pieces,
  byteFallback,
}: SentencePieceModel): ScoreMerges | string {
  const { from, to, score, type } = pieces;
  const count = type.length;
  if (count > MOST_PIECES) return 'its pieces, of which there are over two million';
  const table = new ByteTable();
  const reserved = new ByteTable();
  const userDefined: string[] = [];
  const bytes = new Int32Array(256).fill(-1);
  const parts: number[] = [];
  let unknown = -1;
  for (let id = 0; id < count; id++) {
    const start = from[id]!;
    const end = to[id]!;
    const text = file.subarray(start, end);
    if (start === end || !isUtf8(text)) return `its piece ${id}, which is no text`;
    const isPiece = type[id] === PIECE_TYPES.normal || type[id] === PIECE_TYPES.userDefined;
    const own = isPiece ? table : reserved;
    if (own.find(file, start, end) >= 0) return `its piece ${id}, which stands there twice`;
    own.set(file, start, end, id);
    switch (type[id]) {
      case PIECE_TYPES.normal:
        if (utf8Length(file[start]!) < end - start) parts.push(id);
        break;
      case PIECE_TYPES.userDefined:
        userDefined.push(Buffer.from(text).toString('utf8'));
        break;
      case PIECE_TYPES.unknown:
        if (unknown >= 0) return 'its unknown pieces, which are several';
        unknown = id;
        break;
      case PIECE_TYPES.byte: {
        const byte = byteOf(Buffer.from(text).toString('utf8'));
        if (byte < 0) return `its piece ${id}, which is no byte`;
        bytes[byte] = id;
        break;
      }
      case PIECE_TYPES.control:
        if (utf8Length(file[start]!) === end - start) return `its control piece ${id}`;
        break;
      default:
        return `its piece ${id} of type ${type[id]}`;
    }
    if ((isPiece ? reserved : table).find(file, start, end) >= 0) {
      return `its piece ${id}, which has a name that is reserved`;
    }
  }
  if (unknown < 0) return 'its pieces, of which none is unknown';
  if (byteFallback ? bytes.includes(-1) : bytes.some(id => id >= 0)) return 'its pieces of bytes';
  if (!byteFallback && table.find(BLOCK, 0, BLOCK.length) < 0) return 'its lack of a blank';

  const pairs = new PairTable();
  const joined = new PairFilter();
  if (!addMerges(file, pieces, parts, { table, pairs, joined })) {
    return 'its pieces of characters that are none';
  }
  const ranks = ranksOf(parts, score);
  if (ranks === null) return 'its scores';
  const plane = new Int32Array(0x10000).fill(-1);
  const others = new Map<number, number>();
  for (let id = 0; id < count; id++) {
    if (type[id] !== PIECE_TYPES.normal || utf8Length(file[from[id]!]!) < to[id]! - from[id]!)
      continue;
    const codePoint = firstCodePoint(file, from[id]!);
    if (codePoint < 0x10000) plane[codePoint] = id;
    else others.set(codePoint, id);
  }
  return {
    userDefined,
    merges: {
      bytes,
      unknown: byteFallback ? -1 : unknown,
      whole: null,
      joined,
      character: codePoint =>
        codePoint < 0x10000 ? plane[codePoint]! : (others.get(codePoint) ?? -1),
      rank: (left, right) => {
        const whole = pairs.get(left, right);
        return whole < 0 ? -1 : ranks[whole]!;
      },
      merged: (_rank, left, right) => pairs.get(left, right),
    },
  };
}

/** The byte that `<0x0A>` stands for, or -1. */
function byteOf(piece: string): number {
  const [, digits] = /^<0x([0-9A-F]{2})>$/.exec(piece) ?? [];
  return digits === undefined ? -1 : Number.parseInt(digits, 16);
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
  { from, to }: SentencePieceModel['pieces'],
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
