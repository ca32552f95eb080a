import type { Tokenizer } from '../../tokenize/tokenizer.js';
import { encodePassage, StoredPassage } from './codec.js';

/** The same passage, by its id and number, up to a place in its text (UTF-16 units). */
export function passageUpTo(
  passage: StoredPassage,
  end: number,
  tokenizer: Tokenizer,
): StoredPassage {
  const { id, title, supporting, number, drawn } = passage;
  const text = passage.text.slice(0, end);
  const record = {
    ...{ id, title, text },
    bounds: passage.bounds.filter(bound => bound < end),
    tokens: tokenizer.count(`${title}\n${text}\n\n`),
  };
  const cut = new StoredPassage(encodePassage(record), supporting, number, drawn);
  cut.characters = [...text].length;
  return cut;
}
