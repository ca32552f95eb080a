import type { FilterRule } from './rule.js';

/** Keeps questions of so many hops of their own; one whose number is not known is dropped. */
export function questionHops(hops: readonly number[]): FilterRule {
  const wanted = new Set<unknown>(hops);
  return { name: 'question-hops', keeps: record => wanted.has(record.question_hops) };
}
