import { list, name } from '../../values/kinds.js';
import type { FilterParameters, FilterRule, FilterRuleKind } from '../rule.js';

/** Keeps questions of these levels (HotpotQA: easy, medium, hard); one without a level is dropped. */
export function level(levels: readonly string[]): FilterRule {
  const wanted = new Set<unknown>(levels);
  return { name: 'level', keeps: record => wanted.has(record.level) };
}

const parameters = {
  level: { kind: list(name('L')), help: 'keep questions of these levels, like hard' },
} satisfies FilterParameters;

export const levelRule: FilterRuleKind<typeof parameters> = {
  help: 'questions of some levels',
  parameters,
  make: ({ level: levels }) => levels && level(levels),
};
