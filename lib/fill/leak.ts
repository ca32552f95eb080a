import { fold } from '../corpus/fold.js';
import type { StoredPassage } from '../corpus/store/codec.js';

type Passage = Pick<StoredPassage, 'has' | 'body'>;

/**
 * Makes the test whether a passage gives the question away: whether the question's text stands in
 * its title or text, compared without case and with blanks squeezed.
 */
export function leakTest(question: string): (passage: Passage) => boolean {
  const needle = fold(question);
  // Few passages have a question mark, and few the question's longest word.
  const hasMark = needle.includes('?');
  const word = longestWord(needle);
  return passage => {
    if (hasMark && !passage.has('?')) return false;
    const { body } = passage;
    return word.test(body) && fold(body).includes(needle);
  };
}

/** Finds a text's longest word, without case; of plain letters, with which all agree what that is. */
function longestWord(text: string): RegExp {
  // What is lower-case "i" with a dot above was one character, perhaps.
  const words = text.match(/[a-z]+(?!\u0307)/g) ?? [];
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best), '');
  return new RegExp(longest, 'iu');
}

const PAIR = /\{\s*"[^"\\]*"\s*:\s*"/;

/** Whether a passage holds what a reader would take for one of the inserted pairs. */
export const readsAsPair = (passage: Passage): boolean =>
  passage.has('{') && PAIR.test(passage.body);
