import type { QuestionPassage } from '../../records/question.js';
import { sentenceBounds } from '../../texts/sentence-bounds.js';
import { countAll } from '../../tokenize/count-all.js';
import type { Tokenizer } from '../../tokenize/tokenizer.js';
import { encodePassage } from '../store/codec.js';

/** A passage that is not in the corpus yet. */
export interface NewPassage extends Pick<QuestionPassage, 'title' | 'text' | 'sentences'> {
  /** Its key, in hexadecimal digits. */
  id: string;
}

/** The text of a passage as it is counted for a corpus. */
export const countedText = (title: string, text: string): string => `${title}\n${text}\n\n`;

/**
 * What is stored of some passages, in their order. Counting them takes most of the time that a corpus
 * takes; it is done in as few calls as they can be, where a call costs much.
 */
export function passageRecords(passages: readonly NewPassage[], tokenizer: Tokenizer): Buffer[] {
  const counts = countAll(
    tokenizer,
    passages.map(({ title, text }) => countedText(title, text)),
  );
  return passages.map(({ id, title, text, sentences }, i) =>
    encodePassage({ id, title, text, bounds: sentenceBounds(text, sentences), tokens: counts[i]! }),
  );
}
