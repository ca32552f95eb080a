import { keyedPermutation } from '../random.js';
import { foldQuestion } from './fold.js';
import type { Corpus } from './open.js';

/** Draws in a row that bring no other question, after which no more are looked for. */
const VAIN_DRAWS = 4096;
/** UTF-16 units that any question may have. */
const USUAL_LENGTH = 1024;
/** A longer one may be so many times as long as the question that it is to stand beside. */
const TIMES_AS_LONG = 4;

/** What questions are drawn for. */
export interface Beside {
  /** The question that they are to stand beside. */
  question: string;
  /** Whether a question may be drawn. Default: any may. */
  isFit?: (text: string) => boolean;
}

/**
 * Draws up to `count` questions of a corpus, each different from the others and from `question`, and
 * none that is out of all proportion: in a chain it would take the room of the passages, sample
 * after sample. Fewer come back only where the corpus has no more, or hardly any among a great many.
 */
export function drawOtherQuestions(
  corpus: Corpus,
  { question, isFit = () => true }: Beside,
  count: number,
  ...key: (string | number)[]
): string[] {
  const order = keyedPermutation(corpus.info.questions, ...key, 'distract');
  const longest = Math.max(USUAL_LENGTH, question.length * TIMES_AS_LONG);
  const seen = new Set([foldQuestion(question)]);
  const drawn: string[] = [];
  for (let next = 0, vain = 0; drawn.length < count && next < order.size; next++) {
    const number = order.at(next);
    const text = corpus.questionText(number);
    const before = seen.size;
    const mayBe = corpus.mayDistract?.(number) ?? true;
    if (mayBe && text.length <= longest && isFit(text)) seen.add(foldQuestion(text));
    if (seen.size > before) {
      drawn.push(text);
      vain = 0;
    } else if (++vain === VAIN_DRAWS) break;
  }
  return drawn;
}
