import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadTokenizer } from '../../lib/tokenize/load.js';
import type { Tokenizer } from '../../lib/tokenize/tokenizer.js';
import { temporaryFolder } from './temporary-folder.js';

/** GPT-2's character for each byte. */
export function byteAlphabet(): string[] {
  const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCharCode(printable(byte) ? byte : next++),
  );
}

/** A small byte-level vocabulary: the bytes, and what the merges make. */
export function byteLevelModel(merges: [string, string][]): Record<string, unknown> {
  const tokens = [...byteAlphabet(), ...merges.map(([left, right]) => left + right)];
  const vocab = Object.fromEntries([...new Set(tokens)].map((token, id) => [token, id]));
  return { type: 'BPE', vocab, merges };
}

/** `Split` by a regular expression, then bytes, as newer models have it. */
export function splitThenBytes(Regex: string): Record<string, unknown> {
  return {
    type: 'Sequence',
    pretokenizers: [
      { type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false },
      { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
    ],
  };
}

export function addedToken(content: string, id: number, normalized: boolean) {
  const flags = { single_word: false, lstrip: false, rstrip: false, special: false };
  return { id, content, normalized, ...flags };
}

/** A made-up `tokenizer.json`, with nothing where nothing is said. */
export function madeJson(json: Record<string, unknown>): string {
  const nothing = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null };
  return JSON.stringify({ version: '1.0', added_tokens: [], ...nothing, ...json });
}

/** Writes one to a temporary folder. @returns the folder */
export async function madeFolder(json: Record<string, unknown>): Promise<string> {
  const folder = temporaryFolder();
  await writeFile(join(folder, 'tokenizer.json'), madeJson(json));
  return folder;
}

/** Loads one. */
export const loadMade = async (json: Record<string, unknown>): Promise<Tokenizer> =>
  loadTokenizer({ type: 'hf', path: await madeFolder(json) });
