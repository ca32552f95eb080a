import type { Corpus } from '../corpus/open.js';
import type { IdList } from '../ids/id-list.js';

/**
 * Finds the questions of a corpus whose ids are in a list, which are met thereby. One bit a question
 * is kept, however long the list is. Without a list every question is wanted. Of two questions with
 * one id, MuSiQue's twins, the answerable one is meant.
 */
export function idFilter(
  ids: IdList | undefined,
  corpus: Pick<Corpus, 'info' | 'questionId' | 'questionNumber' | 'questionNumbers'>,
): (number: number) => boolean {
  if (ids === undefined) return () => true;
  const bits = new Uint8Array(Math.ceil(corpus.info.questions / 8));
  for (const number of wantedNumbers(ids, corpus)) bits[number >> 3]! |= 1 << (number & 7);
  return number => (bits[number >> 3]! & (1 << (number & 7))) !== 0;
}

type Questions = Parameters<typeof idFilter>[1];

/** The shorter one is gone through, and looked for in the other. */
function* wantedNumbers(ids: IdList, corpus: Questions): Generator<number> {
  const { questions } = corpus.info;
  if (ids.count <= questions) {
    for (const id of ids.all()) {
      const numbers = corpus.questionNumbers(id);
      if (numbers.length > 0) ids.meet(id);
      yield* numbers;
    }
    return;
  }
  for (let number = 0; number < questions; number++) {
    const { dataset, id } = corpus.questionId(number);
    if (ids.meet(id) && corpus.questionNumber(dataset, id) === number) yield number;
  }
}
