import { ByteTable } from '../vocabulary/byte-table.js';
import { JsonCursor } from '../vocabulary/json-cursor.js';
import { TokenReader } from '../vocabulary/token-reader.js';
import type { TokenizerJson } from '../vocabulary/tokenizer-json.js';
import { isInUtf8 } from '../vocabulary/utf8.js';
import type { Merges } from './merges.js';
import { PairTable } from './pair-table.js';

/** Of a file, about, its merges included. */
const BYTES_A_TOKEN = 64;

/**
 * Merges of a byte-level `tokenizer.json`: the list's order is the rank, and with `ignore_merges` a
 * pre-token that is in the vocabulary is one token (`BPE` in
 * https://github.com/huggingface/tokenizers, tokenizers/src/models/bpe/model.rs).
 *
 * @returns null if a byte that text can have has no token, so that the rules for unknown tokens would
 *   count, or if a merge is not one of two byte strings into a third
 * @throws SyntaxError if vocabulary or merges are not what they should be
 */
export function pairMerges(json: TokenizerJson): Merges | null {
  if (json.vocab < 0 || json.merges < 0) return null;
  const table = readVocabulary(new JsonCursor(json.bytes, json.vocab));
  const single = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const bytes = Int32Array.from(single, byte => table.find(single, byte, byte + 1));
  // GPT-NeoX has tokens for the others alone.
  if (bytes.some((token, byte) => token < 0 && isInUtf8(byte))) return null;
  const pairs = new PairTable(table.size);
  const merged = readMerges(new JsonCursor(json.bytes, json.merges), table, pairs);
  if (merged === null) return null;
  return {
    bytes,
    whole: json.model.ignore_merges ? table : null,
    rank: (left, right) => pairs.get(left, right),
    merged: rank => merged[rank]!,
  };
}

/** Tokens by their bytes; one that is no byte string comes from no merge and is left out. */
function readVocabulary(cursor: JsonCursor): ByteTable {
  const table = new ByteTable(cursor.bytes.length / BYTES_A_TOKEN);
  const token = new TokenReader(cursor);
  cursor.expect('{');
  if (cursor.skips('}')) return table;
  do {
    token.clear();
    token.read();
    cursor.expect(':');
    const id = cursor.integer();
    if (token.known && token.blank < 0) table.set(token.bytes, 0, token.length, id);
  } while (cursor.skips(','));
  cursor.expect('}');
  return table;
}

/**
 * Fills `pairs` with ranks. Older files write a merge as `"a b"`, newer ones as `["a", "b"]`.
 *
 * @returns the token that each merge makes, or null if a token is not in the vocabulary
 */
function readMerges(cursor: JsonCursor, table: ByteTable, pairs: PairTable): Int32Array | null {
  const merged: number[] = [];
  const token = new TokenReader(cursor);
  cursor.expect('[');
  if (cursor.skips(']')) return new Int32Array();
  do {
    token.clear();
    const middle = readSides(cursor, token);
    const left = table.find(token.bytes, 0, middle);
    const right = table.find(token.bytes, middle, token.length);
    const whole = table.find(token.bytes, 0, token.length);
    if (!token.known || left < 0 || right < 0 || whole < 0) return null;
    pairs.set(left, right, merged.length);
    merged.push(whole);
  } while (cursor.skips(','));
  cursor.expect(']');
  return Int32Array.from(merged);
}

/** Reads both sides of a merge and gives the place between them. */
function readSides(cursor: JsonCursor, token: TokenReader): number {
  if (!cursor.skips('[')) {
    token.read();
    return token.blank < 0 ? cursor.fail() : token.blank;
  }
  token.read();
  const middle = token.length;
  cursor.expect(',');
  token.read();
  cursor.expect(']');
  return middle;
}
