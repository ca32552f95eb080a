import { keyedPermutation } from '../random.js';
import { foldQuestion } from './fold.js';
import type { Corpus } from './open.js';

/** Draws in a row that bring no other question, after which no more are looked for. */
const VAIN_DRAWS = 4096;

/**
 * Draws up to `count` questions of a corpus, each different from the others and from `question`.
 * Fewer come back only where the corpus has no more, or hardly any among a great many.
 */
export function drawOtherQuestions(
  corpus: Corpus,
  question: string,
  count: number,
  ...key: (string | number)[]
): string[] {
  const order = keyedPermutation(corpus.info.questions, ...key, 'distract');
  const seen = new Set([foldQuestion(question)]);
  const drawn: string[] = [];
  for (let next = 0, vain = 0; drawn.length < count && next < order.size; next++) {
    const text = corpus.questionText(order.at(next));
    const folded = foldQuestion(text);
    if (seen.has(folded)) {
      if (++vain === VAIN_DRAWS) break;
      continue;
    }
    vain = 0;
    seen.add(folded);
    drawn.push(text);
  }
  return drawn;
}
