import type { Corpus } from '../corpus/open.js';
import type { IdList } from '../ids/id-list.js';

/**
 * Finds the questions of a corpus whose ids are in a list, which are met thereby. One bit a question
 * is kept, however long the list is. Without a list every question is wanted.
 */
export function idFilter(
  ids: IdList | undefined,
  corpus: Pick<Corpus, 'info' | 'questionNumbers'>,
): (number: number) => boolean {
  if (ids === undefined) return () => true;
  const bits = new Uint8Array(Math.ceil(corpus.info.questions / 8));
  for (const id of ids.all()) {
    for (const number of corpus.questionNumbers(id)) {
      ids.meet(id);
      bits[number >> 3]! |= 1 << (number & 7);
    }
  }
  return number => (bits[number >> 3]! & (1 << (number & 7))) !== 0;
}
