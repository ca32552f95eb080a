import { findText } from '../../find-text.js';
import { fold } from '../view/squeeze.js';
import type { View } from '../view/view.js';

/** Outside its pair, the question stands nowhere in the context, case and blanks aside. */
export function checkLeak({ sample, bare }: View): string[] {
  const question = fold(sample.input.toWellFormed());
  return findText(fold(bare), question) >= 0
    ? ['the question stands in a passage of the context']
    : [];
}
