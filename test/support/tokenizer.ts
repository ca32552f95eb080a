import type { Tokenizer } from '../../lib/tokenize/tokenizer.js';

/** A tokenizer that is quick to load: each word is a token, and each white-space character. */
export const words: Tokenizer = {
  identity: { type: 'openai', name: 'words', sha256: 'a'.repeat(64) },
  count: text => text.match(/\S+|\s/g)?.length ?? 0,
  additive: (left, right) => /\s$/.test(left) || /^\s/.test(right),
  reach: 1,
  libraryCount: text => text.match(/\S+|\s/g)?.length ?? 0,
  library: 'none',
  ownRules: false,
  close: () => undefined,
};

/** The same counts from a tokenizer that is never sure of a seam. */
export const doubtfulWords: Tokenizer = {
  ...words,
  identity: { type: 'openai', name: 'doubtful words', sha256: 'b'.repeat(64) },
  additive: () => false,
};
