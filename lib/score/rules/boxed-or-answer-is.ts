import { lastBoxOfAnyKind } from '../box.js';
import { punctuationFirst } from '../normalize.js';
import { trimBlanks } from '../white-space.js';
import type { ScoringRule } from './rule.js';

const EMPTY_BOXES = /\\boxed\{\s*\}/g;
const PHRASE = 'the answer is';

/**
 * Of the reference's second filter (`judge_utils.py`). In lower case: the last box that is not
 * empty; else all after the last "the answer is", without asterisks, and without blanks and full
 * stops at its ends.
 */
export const boxedOrAnswerIs: ScoringRule = {
  help: 'the last \\boxed{}, else all after the last "the answer is"',
  decides: 'sub_em',
  extract: text => {
    const lower = text.toLowerCase().replace(EMPTY_BOXES, '');
    return lastBoxOfAnyKind(lower) ?? afterLastPhrase(lower.replaceAll('*', ''));
  },
  normalize: punctuationFirst,
};

function afterLastPhrase(lower: string): string | null {
  const start = lower.lastIndexOf(PHRASE);
  if (start < 0) return null;
  const answer = trimBlanks(lower.slice(start + PHRASE.length));
  return trimBlanks(trimStops(answer));
}

function trimStops(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && text[from] === '.') from++;
  while (to > from && text[to - 1] === '.') to--;
  return text.slice(from, to);
}
