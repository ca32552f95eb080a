import { answersOf } from '../../score/record.js';
import { integer } from '../../values/kinds.js';
import { boundsOf } from '../bounds.js';
import type { FilterParameters, FilterRule, FilterRuleKind } from '../rule.js';

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

const parameters = {
  minAnswerLength: {
    kind: integer(0),
    help: 'keep what has an answer of at least N characters',
  },
  maxAnswerLength: { kind: integer(0), help: 'and of at most N' },
} satisfies FilterParameters;

export const answerLengthRule: FilterRuleKind<typeof parameters> = {
  help: 'records with an answer of such a length',
  parameters,
  make: ({ minAnswerLength, maxAnswerLength }) => {
    const bounds = boundsOf({ minAnswerLength }, { maxAnswerLength });
    return bounds && answerLength(bounds);
  },
};
