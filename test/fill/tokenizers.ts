import { loadTokenizer } from '../../lib/tokenize/load.js';
import type { Tokenizer } from '../../lib/tokenize/tokenizer.js';
import { doubtfulWords, words } from '../support/tokenizer.js';

const quarter = (text: string): number => Math.ceil(text.length / 4);

/** Four characters a token: the sum over parts is nearly always wrong, and it says so. */
const quarters: Tokenizer = {
  ...doubtfulWords,
  identity: { type: 'openai', name: 'quarters', sha256: 'c'.repeat(64) },
  count: quarter,
  libraryCount: quarter,
};

const unmarked = (text: string): number => text.replace(/[\s\p{P}]/gu, '').length;

/** Counts letters and digits only: white space is free, so that headers and blanks cost nothing. */
const letters: Tokenizer = {
  ...quarters,
  identity: { type: 'openai', name: 'letters', sha256: 'd'.repeat(64) },
  count: unmarked,
  libraryCount: unmarked,
};

const erraticCount = (text: string): number =>
  quarter(text) + (text.length > 400 ? (text.length * 7919) % 101 : 0);

/** Adds up to a hundred tokens to a long text, more or less at random: no estimate comes close. */
export const erratic: Tokenizer = {
  ...quarters,
  identity: { type: 'openai', name: 'erratic', sha256: 'e'.repeat(64) },
  count: erraticCount,
  libraryCount: erraticCount,
};

export const cl100k = await loadTokenizer({ type: 'openai', path: 'cl100k_base' });

export const TOKENIZERS: Tokenizer[] = [cl100k, words, doubtfulWords, quarters, letters];
