import { keyedPermutation } from '../random.js';
import type { Corpus } from './open.js';

/** Questions whose texts are equal but for case and blanks count as the same. */
export const sameQuestionKey = (text: string): string =>
  text.toLowerCase().replace(/\s+/g, ' ').trim();

/**
 * Draws up to `count` questions of a corpus, each different from the others and from `question`.
 * Fewer come back only where the corpus has no more.
 */
export function drawOtherQuestions(
  corpus: Corpus,
  question: string,
  count: number,
  ...key: (string | number)[]
): string[] {
  const order = keyedPermutation(corpus.info.questions, ...key, 'distract');
  const seen = new Set([sameQuestionKey(question)]);
  const drawn: string[] = [];
  for (let next = 0; drawn.length < count && next < order.size; next++) {
    const text = corpus.questionText(order.at(next));
    const same = sameQuestionKey(text);
    if (seen.has(same)) continue;
    seen.add(same);
    drawn.push(text);
  }
  return drawn;
}
