import { type RenderedPair, SET_OFF, type Where } from '../prompt/insertion.js';
import type { Needle } from '../records/needle.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { sentenceOf } from './wording.js';

/** A needle that is ready to stand in a text. */
export interface RenderedNeedle extends RenderedPair {
  needle: Needle;
}

/** Counts each needle as it may come to stand. */
export const renderNeedles = (
  needles: readonly Needle[],
  format: string,
  tokenizer: Tokenizer,
): RenderedNeedle[] =>
  needles.map(needle => {
    const text = sentenceOf(needle, format);
    const count = (where: Where): number => tokenizer.count(SET_OFF[where](text));
    return {
      needle,
      text,
      tokens: { title: count('title'), text: count('text'), after: count('after') },
    };
  });

/** Tokens that needles add to a prompt at most, wherever they come to stand. */
export const tokensOf = (rendered: readonly RenderedNeedle[]): number =>
  rendered.reduce((total, { tokens }) => total + Math.max(...Object.values(tokens)), 0);
