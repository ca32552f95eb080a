import { trimBlanks } from './white-space.js';

// Not an index into a lower-cased copy: lower-casing can lengthen what comes before (U+0130).
const PHRASE = /the answer is/i;

/** All after the first "the answer is", in any case; null if that is nothing. */
export function afterFirstAnswerIs(text: string): string | null {
  const found = PHRASE.exec(text);
  if (!found) return null;
  return trimBlanks(text.slice(found.index + found[0].length)) || null;
}
