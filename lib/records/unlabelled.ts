import type { Question } from './question.js';

const unlabelled = new WeakSet<Question>();

/**
 * Remembers that a question comes from a test split, which has neither answers nor supporting facts:
 * outside the record, which says what holds for it - `answerable: false` - and no more.
 */
export function markUnlabelled(question: Question): void {
  unlabelled.add(question);
}

/** Whether this very object was read from a test split; false for a copy. */
export const isUnlabelled = (question: Question): boolean => unlabelled.has(question);
