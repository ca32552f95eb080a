import { fold } from '../corpus/fold.js';
import type { StoredPassage } from '../corpus/store/codec.js';
import { RecordError } from '../errors.js';
import { findText } from '../find-text.js';

type Passage = Pick<StoredPassage, 'has' | 'body'>;

/**
 * Makes the test whether a passage gives the question away: whether the question's text stands in
 * its title or text, compared without case and with blanks squeezed.
 */
export function leakTest(question: string): (passage: Passage) => boolean {
  // Passages have no lone surrogates.
  const needle = fold(question.toWellFormed());
  // Few passages have a question mark, and few the question's longest word.
  const hasMark = needle.includes('?');
  const word = longestWord(needle);
  return passage => {
    if (hasMark && !passage.has('?')) return false;
    const body = passage.body.toLowerCase();
    return findText(body, word) >= 0 && findText(fold(body), needle) >= 0;
  };
}

/** The reject of a question that cannot do without a passage that gives it away. */
export const leaking = ({ title }: { title: string }): RecordError =>
  new RecordError(
    'QUESTION_LEAKED',
    `the question stands in its supporting passage ${JSON.stringify(title)}`,
  );

/** The longest word of a text. */
function longestWord(text: string): string {
  const words = text.split(' ');
  return words.reduce((best, word) => (word.length > best.length ? word : best), '');
}
