import type { Corpus } from '../../corpus/open.js';
import type { Exclusion } from './exclusion.js';

/** The questions of a corpus that are not asked, since they were before. */
export interface ExcludedQuestions {
  has(number: number): boolean;
  /** How many of those with an answer. */
  count: number;
}

/**
 * Looks for the answerable questions of a corpus among what was asked before. One bit a question is
 * kept.
 */
export function excludedQuestions(
  corpus: Pick<Corpus, 'info' | 'isAnswerable' | 'questionId' | 'questionText'>,
  exclusion: Pick<Exclusion, 'has'>,
): ExcludedQuestions {
  const { questions } = corpus.info;
  const bits = new Uint8Array(Math.ceil(questions / 8));
  let count = 0;
  for (let number = 0; number < questions; number++) {
    if (!corpus.isAnswerable(number)) continue;
    const question = corpus.questionText(number);
    if (!exclusion.has({ ...corpus.questionId(number), question })) continue;
    bits[number >> 3]! |= 1 << (number & 7);
    count++;
  }
  return { has: number => (bits[number >> 3]! & (1 << (number & 7))) !== 0, count };
}
