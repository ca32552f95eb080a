import type { View } from '../view/view.js';

/** `length` stays within `max_seq_length`. How well it is used is looked at for whole files. */
export function checkBudget({ sample }: View): string[] {
  const { max_seq_length: limit } = sample.meta;
  if (limit === 0 || sample.length <= limit) return [];
  return [`length ${sample.length} is more than max_seq_length ${limit}`];
}
