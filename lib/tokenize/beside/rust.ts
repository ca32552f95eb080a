import { readFile } from 'node:fs/promises';
import { Tokenizer } from 'tokenizers';
import { hfIdentity } from '../hf-identity.js';
import type { OpenTokenizer } from './async-tokenizer.js';

const WITHOUT_SPECIAL = { addSpecialTokens: false };

/**
 * Opens a `tokenizer.json` with the official library, which is written in Rust and counts
 * asynchronously only.
 */
export const open: OpenTokenizer = async file => {
  const bytes = await readFile(file);
  const tokenizer = Tokenizer.fromString(bytes.toString('utf8'));
  // A file may carry the limits of one model's input along: they would cut the count.
  tokenizer.disableTruncation();
  tokenizer.disablePadding();
  return {
    identity: hfIdentity(file, bytes),
    count: async text => (await tokenizer.encode(text, null, WITHOUT_SPECIAL)).getLength(),
    countAll: async texts =>
      (await tokenizer.encodeBatch([...texts], WITHOUT_SPECIAL)).map(text => text.getLength()),
  };
};
