import { integer, list } from '../../values/kinds.js';
import type { FilterParameters, FilterRule, FilterRuleKind } from '../rule.js';

/** Keeps questions of so many hops of their own; one whose number is not known is dropped. */
export function questionHops(hops: readonly number[]): FilterRule {
  const wanted = new Set<unknown>(hops);
  return { name: 'question-hops', keeps: record => wanted.has(record.question_hops) };
}

const parameters = {
  questionHops: {
    kind: list(integer(1)),
    help: 'keep questions of so many hops of their own',
  },
} satisfies FilterParameters;

export const questionHopsRule: FilterRuleKind<typeof parameters> = {
  help: 'questions of so many hops of their own',
  parameters,
  make: ({ questionHops: hops }) => hops && questionHops(hops),
};
