import { answersOf } from '../score/record.js';
import type { FilterRule } from './rule.js';

export interface AnswerLengthBounds {
  /** Characters (code points) at least. Default 0. */
  min?: number;
  /** Characters at most. Default: any number. */
  max?: number;
}

/** Keeps records with an answer of such a length: one is enough, as it is for a score. */
export function answerLength({
  min = 0,
  max = Number.POSITIVE_INFINITY,
}: AnswerLengthBounds): FilterRule {
  const fits = (answer: string): boolean => {
    const length = [...answer.trim()].length;
    return length >= min && length <= max;
  };
  return { name: 'answer-length', keeps: record => answersOf(record).some(fits) };
}
