import type { FilterRule } from './rule.js';
import { FILTER_RULES, type FilterValues } from './rules/registry.js';

/**
 * Makes the rules that some values ask for, in the order in which a record is put to them. Whoever takes
 * them closes them, as the stage `filter` does at its end.
 *
 * @throws KeychainError USAGE for values that nothing can meet; what a rule throws that reads a file
 */
export async function filterRules(values: FilterValues): Promise<FilterRule[]> {
  const rules: FilterRule[] = [];
  try {
    for (const kind of Object.values(FILTER_RULES)) {
      const rule = await kind.make(values);
      if (rule) rules.push(rule);
    }
  } catch (error) {
    for (const rule of rules) await rule.close?.();
    throw error;
  }
  // What tells of all records in the end has to see them all.
  return [...rules.filter(rule => rule.end), ...rules.filter(rule => !rule.end)];
}
