import type { FilterRule } from './rule.js';

/** Keeps questions of these types (bridge, comparison ...); one without a type is dropped. */
export function type(types: readonly string[]): FilterRule {
  const wanted = new Set<unknown>(types);
  return { name: 'type', keeps: record => wanted.has(record.type) };
}
