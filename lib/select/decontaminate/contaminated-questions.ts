import type { Corpus } from '../../corpus/open.js';
import { inShort } from '../../errors.js';
import type { Question } from '../../records/question.js';
import type { Reject } from '../../records/reject.js';
import type { Evaluation, Overlap } from './evaluation.js';

/** The questions of a corpus that stand in evaluation sets. */
export interface ContaminatedQuestions {
  /** Whether a question is not asked for that reason, and for no other. */
  has(number: number): boolean;
  /** How many of those there are. */
  count: number;
  /** A reject for each. */
  rejects(): Iterable<Reject>;
  /** One bit a question, asked or not, which is to be no distractor either. */
  leaks: Uint8Array;
}

/** What is looked for, and where. */
export interface Contamination {
  /** The dataset's, for rejects. */
  file: string;
  evaluation: Pick<Evaluation, 'overlap'>;
  /** Questions that are left out for other reasons, which come first. */
  leftOut?: readonly ({ has(number: number): boolean } | undefined)[];
}

/** Compares all questions of a corpus with evaluation sets. Two bits a question are kept. */
export function contaminatedQuestions(
  corpus: Pick<Corpus, 'info' | 'isAnswerable' | 'questionId' | 'questionText'>,
  { file, evaluation, leftOut = [] }: Contamination,
): ContaminatedQuestions {
  const { questions } = corpus.info;
  const leaks = new Uint8Array(Math.ceil(questions / 8));
  const asked = new Uint8Array(leaks.length);
  let count = 0;
  for (let number = 0; number < questions; number++) {
    if (!evaluation.overlap(corpus.questionText(number))) continue;
    leaks[number >> 3]! |= 1 << (number & 7);
    if (!corpus.isAnswerable(number) || leftOut.some(each => each?.has(number))) continue;
    asked[number >> 3]! |= 1 << (number & 7);
    count++;
  }
  const has = (number: number): boolean => isSet(asked, number);
  return {
    has,
    count,
    leaks,
    *rejects() {
      for (let number = 0; number < questions; number++) {
        if (!has(number)) continue;
        const overlap = evaluation.overlap(corpus.questionText(number))!;
        yield { file, ...contaminated(corpus.questionId(number), overlap) };
      }
    },
  };
}

const isSet = (bits: Uint8Array, number: number): boolean =>
  (bits[number >> 3]! & (1 << (number & 7))) !== 0;

/** What is wrong with a question that has something in common with an evaluation set. */
export function contaminated(
  { id }: Pick<Question, 'id'>,
  { file, record, id: there, how }: Overlap,
) {
  const what = how === 'stands' ? 'the question stands' : 'the question shares 13 words in a row';
  const named = there === undefined ? '' : ` (id ${JSON.stringify(there)})`;
  const where = `record ${record}${named}`;
  return {
    code: 'CONTAMINATED' as const,
    message: inShort(`${what} ${how === 'stands' ? 'in' : 'with'} ${file}, ${where}`),
    id,
  };
}

/** A corpus that gives no question away that is not to be a distractor. */
export const withoutDistractors = (corpus: Corpus, leaks: Uint8Array | undefined): Corpus =>
  leaks ? { ...corpus, mayDistract: number => !isSet(leaks, number) } : corpus;
