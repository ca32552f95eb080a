import { findText } from '../find-text.js';

/** Whether each sentence is found in the text after the one before it. */
export function inOrder(sentences: readonly string[], text: string): boolean {
  let at = 0;
  for (const sentence of sentences) {
    const found = findText(text, sentence, at);
    if (found < 0) return false;
    at = found + sentence.length;
  }
  return true;
}
