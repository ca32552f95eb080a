import { ByteTable } from '../vocabulary/byte-table.js';
import { JsonCursor } from '../vocabulary/json-cursor.js';
import { StringSpan } from '../vocabulary/string-span.js';
import type { TokenizerJson } from '../vocabulary/tokenizer-json.js';
import { firstCodePoint, isInUtf8, lastCodePoint, utf8Length } from '../vocabulary/utf8.js';
import type { Merges } from './merges.js';
import { PairFilter } from './pair-filter.js';
import { PairTable } from './pair-table.js';

/** A vocabulary of SentencePiece's kind: merges begin with characters, not with bytes. */
export interface PieceMerges extends Merges {
  /** The token of one character, or -1. */
  character(codePoint: number): number;
  /**
   * What a row of characters without a token is together; -1 where their UTF-8 is counted by `bytes`.
   * If there is one, the sign for a blank is no such character.
   */
  readonly unknown: number;
  /** Every two characters that some merge joins; no token has two others side by side. */
  readonly joined: PairFilter;
}

const BLANK = 0x20;
/** Bytes of a merge, at most; the longest of Gemma has 93. */
const LONGEST = 4096;

/**
 * Reads a BPE with `byte_fallback` whose every character and byte has a token, so that none is ever
 * unknown (`BPE` in https://github.com/huggingface/tokenizers, tokenizers/src/models/bpe/model.rs).
 *
 * @returns null if a byte that text can have has no token, if a merge takes or makes such a byte's
 *   token, or if a merge's tokens are not in the vocabulary, or very long
 * @throws SyntaxError if vocabulary or merges are not what they should be
 */
export function pieceMerges(json: TokenizerJson): PieceMerges | null {
  if (json.vocab < 0 || json.merges < 0) return null;
  const characters = new Map<number, number>();
  const table = readVocabulary(new JsonCursor(json.bytes, json.vocab), characters);
  const bytes = Int32Array.from({ length: 256 }, (_, byte) => byteToken(table, byte));
  if (bytes.some((token, byte) => token < 0 && isInUtf8(byte))) return null;
  const joined = new PairFilter();
  const pairs = new PairTable();
  const cursor = new JsonCursor(json.bytes, json.merges);
  const merged = readMerges(cursor, { table, pairs, joined, bytes: new Set(bytes) });
  if (merged === null) return null;
  const plane = Int32Array.from({ length: 0x10000 }, (_, unit) => characters.get(unit) ?? -1);
  return {
    bytes,
    unknown: -1,
    whole: null,
    joined,
    character: codePoint =>
      codePoint < 0x10000 ? plane[codePoint]! : (characters.get(codePoint) ?? -1),
    rank: (left, right) => pairs.get(left, right),
    merged: rank => merged[rank]!,
  };
}

function byteToken(table: ByteTable, byte: number): number {
  const name = Buffer.from(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  return table.find(name, 0, name.length);
}

function readVocabulary(cursor: JsonCursor, characters: Map<number, number>): ByteTable {
  const table = new ByteTable();
  const piece = new StringSpan(cursor);
  cursor.expect('{');
  if (cursor.skips('}')) return table;
  do {
    piece.read();
    const { bytes, from, to } = piece;
    cursor.expect(':');
    const id = cursor.integer();
    table.set(bytes, from, to, id);
    if (to > from && utf8Length(bytes[from]!) === to - from) {
      characters.set(firstCodePoint(bytes, from), id);
    }
  } while (cursor.skips(','));
  cursor.expect('}');
  return table;
}

interface Read {
  table: ByteTable;
  pairs: PairTable;
  joined: PairFilter;
  /** The tokens that stand for bytes. */
  bytes: ReadonlySet<number>;
}

/**
 * Fills `pairs` with ranks and `joined` with the characters at the places where merges join. A token
 * is one character or made by a merge, so that these are all pairs inside any token.
 */
function readMerges(cursor: JsonCursor, { table, pairs, joined, bytes }: Read): Int32Array | null {
  const merged: number[] = [];
  const piece = new StringSpan(cursor);
  const both = Buffer.alloc(LONGEST);
  cursor.expect('[');
  if (cursor.skips(']')) return new Int32Array();
  do {
    const isPair = cursor.skips('[');
    piece.read();
    let end = piece.copyTo(both, 0);
    let middle = end;
    let right = end;
    if (isPair) {
      cursor.expect(',');
      piece.read();
      end = piece.copyTo(both, middle);
      cursor.expect(']');
    } else {
      middle = both.subarray(0, end).indexOf(BLANK);
      right = middle + 1;
      if (middle < 0) cursor.fail();
    }
    if (end >= LONGEST) return null;
    if (middle === 0 || right === end) return null;
    const leftToken = table.find(both, 0, middle);
    const rightToken = table.find(both, right, end);
    if (right > middle) both.copyWithin(middle, right, end);
    const whole = table.find(both, 0, end - (right - middle));
    if (leftToken < 0 || rightToken < 0 || whole < 0) return null;
    if (bytes.has(leftToken) || bytes.has(rightToken) || bytes.has(whole)) return null;
    pairs.set(leftToken, rightToken, merged.length);
    joined.add(lastCodePoint(both, middle), firstCodePoint(both, middle));
    merged.push(whole);
  } while (cursor.skips(','));
  cursor.expect(']');
  return Int32Array.from(merged);
}
