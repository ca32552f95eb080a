import { ByteTable } from '../vocabulary/byte-table.js';
import { JsonCursor } from '../vocabulary/json-cursor.js';
import { MergeReader } from '../vocabulary/merge-reader.js';
import { StringSpan } from '../vocabulary/string-span.js';
import type { TokenizerJson } from '../vocabulary/tokenizer-json.js';
import { firstCodePoint, isInUtf8, lastCodePoint, utf8Length } from '../vocabulary/utf8.js';
import type { Merges } from './merges.js';
import { PairFilter } from './pair-filter.js';
import { PairTable } from './pair-table.js';

/** Of a file, about, its merges included. */
const BYTES_A_TOKEN = 128;

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
  const { table, character } = readVocabulary(new JsonCursor(json.bytes, json.vocab));
  const bytes = Int32Array.from({ length: 256 }, (_, byte) => byteToken(table, byte));
  if (bytes.some((token, byte) => token < 0 && isInUtf8(byte))) return null;
  const joined = new PairFilter();
  const pairs = new PairTable(table.size);
  const cursor = new JsonCursor(json.bytes, json.merges);
  const merged = readMerges(cursor, { table, pairs, joined, bytes });
  if (merged === null) return null;
  return {
    bytes,
    unknown: -1,
    whole: null,
    joined,
    character,
    rank: (left, right) => pairs.get(left, right),
    merged: rank => merged[rank]!,
  };
}

function byteToken(table: ByteTable, byte: number): number {
  const name = Buffer.from(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  return table.find(name, 0, name.length);
}

interface Vocabulary {
  table: ByteTable;
  character: PieceMerges['character'];
}

function readVocabulary(cursor: JsonCursor): Vocabulary {
  const table = new ByteTable(cursor.bytes.length / BYTES_A_TOKEN);
  const plane = new Int32Array(0x10000).fill(-1);
  const beyond = new Map<number, number>();
  const character = (codePoint: number): number =>
    codePoint < 0x10000 ? plane[codePoint]! : (beyond.get(codePoint) ?? -1);
  const piece = new StringSpan(cursor);
  cursor.expect('{');
  if (cursor.skips('}')) return { table, character };
  do {
    piece.read();
    const { bytes, from, to } = piece;
    cursor.expect(':');
    const id = cursor.integer();
    table.set(bytes, from, to, id);
    if (to === from || utf8Length(bytes[from]!) !== to - from) continue;
    const codePoint = firstCodePoint(bytes, from);
    if (codePoint < 0x10000) plane[codePoint] = id;
    else beyond.set(codePoint, id);
  } while (cursor.skips(','));
  cursor.expect('}');
  return { table, character };
}

interface Read {
  table: ByteTable;
  pairs: PairTable;
  joined: PairFilter;
  /** The tokens that stand for bytes. */
  bytes: Int32Array;
}

/**
 * Fills `pairs` with ranks and `joined` with the characters at the places where merges join. A token
 * is one character or made by a merge, so that these are all pairs inside any token.
 *
 * @returns the token that each merge makes, or null
 */
function readMerges(cursor: JsonCursor, { table, pairs, joined, bytes }: Read): Int32Array | null {
  const merged: number[] = [];
  const standsForByte = memberOf(bytes);
  const merge = new MergeReader(cursor);
  cursor.expect('[');
  if (cursor.skips(']')) return new Int32Array();
  do {
    merge.read();
    const { bytes: sides, middle, end } = merge;
    if (middle === 0 || middle === end || end === sides.length) return null;
    const left = table.find(sides, 0, middle);
    const right = table.find(sides, middle, end);
    const whole = table.find(sides, 0, end);
    if (left < 0 || right < 0 || whole < 0) return null;
    if (standsForByte(left) || standsForByte(right) || standsForByte(whole)) return null;
    pairs.set(left, right, merged.length);
    merged.push(whole);
    joined.add(lastCodePoint(sides, middle), firstCodePoint(sides, middle));
  } while (cursor.skips(','));
  cursor.expect(']');
  return Int32Array.from(merged);
}

/** Tokens of bytes have neighbouring numbers, so that most others are told by their size alone. */
function memberOf(tokens: Int32Array): (token: number) => boolean {
  const all = new Set(tokens);
  const lowest = Math.min(...all);
  const highest = Math.max(...all);
  return token => token >= lowest && token <= highest && all.has(token);
}
