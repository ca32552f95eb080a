import { invalid } from '../../records/fields.js';
import { integer } from '../../values/kinds.js';
import { boundsOf } from '../bounds.js';
import type { FilterParameters, FilterRule, FilterRuleKind } from '../rule.js';

export interface PassCountBounds {
  /** Right predictions at least. Default 0. */
  min?: number;
  /** Right predictions at most. Default: any number. */
  max?: number;
}

/**
 * Keeps records with so many right predictions. The method keeps questions with 1 to 6 of 8: what
 * a model never or always solves teaches it nothing.
 */
export function passCount({
  min = 0,
  max = Number.POSITIVE_INFINITY,
}: PassCountBounds): FilterRule {
  return {
    name: 'pass-count',
    keeps({ pass_count: count }) {
      if (typeof count === 'number') return count >= min && count <= max;
      // Not "no right predictions": nobody has looked.
      throw invalid('pass_count', count, 'a number, as rollout and score write it');
    },
  };
}

const parameters = {
  minCorrect: {
    kind: integer(0),
    help: 'keep what has at least N right predictions (pass_count)',
  },
  maxCorrect: { kind: integer(0), help: 'and at most N' },
} satisfies FilterParameters;

export const passCountRule: FilterRuleKind<typeof parameters> = {
  help: 'records with so many right predictions',
  parameters,
  make: ({ minCorrect, maxCorrect }) => {
    const bounds = boundsOf({ minCorrect }, { maxCorrect });
    return bounds && passCount(bounds);
  },
};
