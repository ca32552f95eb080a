import { list, name } from '../../values/kinds.js';
import type { FilterParameters, FilterRule, FilterRuleKind } from '../rule.js';

/** Keeps questions of these types (bridge, comparison ...); one without a type is dropped. */
export function type(types: readonly string[]): FilterRule {
  const wanted = new Set<unknown>(types);
  return { name: 'type', keeps: record => wanted.has(record.type) };
}

const parameters = {
  type: {
    kind: list(name('T')),
    help: 'keep questions of these types, like bridge,comparison',
  },
} satisfies FilterParameters;

export const typeRule: FilterRuleKind<typeof parameters> = {
  help: 'questions of some types',
  parameters,
  make: ({ type: types }) => types && type(types),
};
