import type { QuestionPassage } from '../../records/question.js';
import { countAll } from '../../tokenize/count-all.js';
import type { Tokenizer } from '../../tokenize/tokenizer.js';
import { passageKey } from '../store/passage-id.js';

/** The text of a passage as it is counted for a corpus. */
export const countedText = (title: string, text: string): string => `${title}\n${text}\n\n`;

/**
 * Counts passages in as few calls as they can be, where a call costs much.
 *
 * @param isKnown whether a passage has been counted before, by its key
 * @returns what tells the tokens of a passage, from those or by a call
 */
export function countAhead(
  tokenizer: Tokenizer,
  passages: readonly Pick<QuestionPassage, 'title' | 'text'>[],
  isKnown: (key: Buffer) => boolean,
): (title: string, text: string) => number {
  if (!tokenizer.countAll) return (title, text) => tokenizer.count(countedText(title, text));
  const texts = new Set<string>();
  for (const { title, text } of passages) {
    if (!isKnown(passageKey(title, text))) texts.add(countedText(title, text));
  }
  const ahead = [...texts];
  const counts = countAll(tokenizer, ahead);
  const tokens = new Map(ahead.map((text, i) => [text, counts[i]!]));
  return (title, text) => {
    const counted = countedText(title, text);
    return tokens.get(counted) ?? tokenizer.count(counted);
  };
}
