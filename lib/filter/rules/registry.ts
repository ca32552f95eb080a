import type { ParameterValues } from '../../values/parameter.js';
import { parametersOf } from '../../values/registry.js';
import type { FilterRuleKind, ScoringValues } from '../rule.js';
import { answerLengthRule } from './answer-length.js';
import { answerableRule } from './answerable.js';
import { idsRule } from './ids.js';
import { judgeableRule } from './judgeable.js';
import { levelRule } from './level.js';
import { passCountRule } from './pass-count.js';
import { questionHopsRule } from './question-hops.js';
import { typeRule } from './type.js';

/** The kinds of filter rules by what the counts call them, in the order in which they are asked. */
export const FILTER_RULES = {
  answerable: answerableRule,
  type: typeRule,
  level: levelRule,
  'question-hops': questionHopsRule,
  'answer-length': answerLengthRule,
  judgeable: judgeableRule,
  'pass-count': passCountRule,
  // Last: it holds a database from when it is made.
  ids: idsRule,
} as const satisfies Record<string, FilterRuleKind>;

/** What all rules ask for. */
export const FILTER_PARAMETERS = parametersOf(FILTER_RULES);

/** What a record must be to stay; what is missing does not matter. */
export type FilterValues = Partial<ParameterValues<typeof FILTER_PARAMETERS>> & ScoringValues;
