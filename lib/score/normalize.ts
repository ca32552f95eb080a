import { squeeze } from './white-space.js';

/** The 32 characters of Python's `string.punctuation`. */
const ASCII_PUNCTUATION = /[!-/:-@[-`{-~]/g;

/**
 * "a", "an" and "the" as words of their own. JavaScript's `\b` knows ASCII only, and would find an
 * article in "séa"; marks belong to the letter before them, so that "sé" may be written either way.
 */
const ARTICLES = /(?<![\p{L}\p{M}\p{N}_])(?:a|an|the)(?![\p{L}\p{M}\p{N}_])/gu;

/** What the trainer's reward turns to blanks; `_`, `~` and the back-quote stay. */
const LOONGRL_PUNCTUATION = /[,.:"'[\]\-=+\\|!@#$%^&*();<>?/{}！￥…（）—：”“《》？]/g;

const lower = (text: string): string => text.toLowerCase();
const withoutPunctuation = (text: string): string => text.replace(ASCII_PUNCTUATION, '');
/** An article leaves a blank: what stood around it does not grow together. */
const withoutArticles = (text: string): string => text.replace(ARTICLES, ' ');

/** Punctuation goes first: "the-end" is one word, "A." an article. From SQuAD's evaluation. */
export function punctuationFirst(text: string): string {
  return squeeze(withoutArticles(withoutPunctuation(lower(text))));
}

/** Articles go first: the "the" of "the-end" is one. */
export function articlesFirst(text: string): string {
  return squeeze(withoutPunctuation(withoutArticles(lower(text))));
}

/** As it stands, but for case and blanks. */
export const lowerSqueezed = (text: string): string => squeeze(lower(text));

/** As LoongRL's reward: punctuation becomes blanks, articles stay. */
export function punctuationToBlanks(text: string): string {
  return squeeze(lower(text).replace(LOONGRL_PUNCTUATION, ' '));
}
