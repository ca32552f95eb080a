import { lastBox } from './extract-boxed.js';

const END_OF_THOUGHT = '</think>';

/** The last box after the last `</think>`, without asterisks; without either, there is no answer. */
export function boxedAfterThought(text: string): string | null {
  const end = text.lastIndexOf(END_OF_THOUGHT);
  if (end < 0) return null;
  return lastBox(text.slice(end + END_OF_THOUGHT.length).replaceAll('*', ''));
}
