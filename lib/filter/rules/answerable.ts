import { flagField } from '../../records/fields.js';
import { flag } from '../../values/kinds.js';
import type { FilterParameters, FilterRule, FilterRuleKind } from '../rule.js';

/** Keeps answerable questions; a record that does not say is answerable. */
export function answerable(): FilterRule {
  return { name: 'answerable', keeps: record => flagField(record, 'answerable', true) };
}

const parameters = {
  answerable: { kind: flag, help: 'keep answerable questions only' },
} satisfies FilterParameters;

export const answerableRule: FilterRuleKind<typeof parameters> = {
  help: 'answerable questions',
  parameters,
  make: values => (values.answerable ? answerable() : undefined),
};
