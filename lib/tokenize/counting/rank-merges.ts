import { ByteTable } from '../vocabulary/byte-table.js';
import type { Merges } from './merges.js';

/** Bytes of the longest token that is expected; the longest of o200k has 128 (blanks). */
const LONGEST = 1024;

/**
 * Merges of a tiktoken vocabulary: two neighbours merge if their joined bytes are a token, whose
 * rank is its number (`byte_pair_merge` in https://github.com/openai/tiktoken, src/lib.rs).
 *
 * @param ranks - lines of `!`, the number of the line's first token, and tokens in base 64
 */
export function rankMerges(ranks: string): Merges {
  const lines = ranks.split('\n').map(line => line.split(' '));
  const table = new ByteTable(lines.reduce((sum, [, , ...tokens]) => sum + tokens.length, 0));
  const bytes = Buffer.alloc(LONGEST);
  for (const [, first, ...tokens] of lines) {
    tokens.forEach((token, n) => {
      table.set(bytes, 0, bytes.write(token, 'base64'), Number(first) + n);
    });
  }
  const single = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  return {
    bytes: Int32Array.from(single, byte => table.find(single, byte, byte + 1)),
    whole: table,
    rank: (_left, _right, text, start, end) => table.find(text, start, end),
    merged: rank => rank,
  };
}
