import type { Tokenizer } from './tokenizer.js';

/** The exact number of tokens of each text; see {@link Tokenizer.count}. */
export const countAll = (tokenizer: Tokenizer, texts: readonly string[]): number[] =>
  tokenizer.countAll?.(texts) ?? texts.map(text => tokenizer.count(text));
