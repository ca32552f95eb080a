import { keyedPermutation } from '../random.js';
import { fold } from './fold.js';
import type { Corpus } from './open.js';

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
  const seen = new Set([fold(question)]);
  const drawn: string[] = [];
  for (let next = 0; drawn.length < count && next < order.size; next++) {
    const text = corpus.questionText(order.at(next));
    const folded = fold(text);
    if (seen.has(folded)) continue;
    seen.add(folded);
    drawn.push(text);
  }
  return drawn;
}
