import type { FilterRule } from './rule.js';

/** Keeps questions of these levels (HotpotQA: easy, medium, hard); one without a level is dropped. */
export function level(levels: readonly string[]): FilterRule {
  const wanted = new Set<unknown>(levels);
  return { name: 'level', keeps: record => wanted.has(record.level) };
}
