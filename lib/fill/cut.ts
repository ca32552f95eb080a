import type { StoredPassage } from '../corpus/store/codec.js';
import { passageUpTo } from '../corpus/store/up-to.js';
import { sentenceCutter } from '../texts/sentences.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';

/**
 * A passage of a text with as many of its sentences as fit, from the first on; undefined where not
 * even one does, or all do.
 *
 * @param room tokens of title and text with a blank line behind them
 */
export function cutToSentences(
  passage: StoredPassage,
  room: number,
  tokenizer: Tokenizer,
): StoredPassage | undefined {
  const { title, text } = passage;
  const ends = sentenceEnds(text);
  const tokensOf = (count: number): number =>
    tokenizer.count(`${title}\n${text.slice(0, ends[count - 1])}\n\n`);
  let fits = 0;
  for (let low = 1, high = ends.length - 1; low <= high; ) {
    const middle = (low + high) >>> 1;
    if (tokensOf(middle) <= room) {
      fits = middle;
      low = middle + 1;
    } else high = middle - 1;
  }
  return fits === 0 ? undefined : passageUpTo(passage, ends[fits - 1]!, tokenizer);
}

/** Where the sentences of a text end, in UTF-16 units. */
function sentenceEnds(text: string): number[] {
  const cutter = sentenceCutter();
  let end = 0;
  return [...cutter.write(text), ...cutter.end()].map(sentence => {
    end += sentence.gap.length + sentence.text.length;
    return end;
  });
}
