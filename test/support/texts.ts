import type { Corpus } from '../../lib/corpus/open.js';
import type { StoredPassage } from '../../lib/corpus/store/codec.js';
import type { CorpusTexts } from '../../lib/verify/sources.js';

/** What one who verifies has of a corpus. */
export const textsOf = (corpus: Corpus): CorpusTexts => ({
  passage: id => corpus.passageById(id)?.toJSON(),
  question: id => {
    const number = corpus.questionNumbers(id)[0];
    if (number === undefined) return undefined;
    const { question, passages } = corpus.question(number);
    return { ...question, passages: eachOnce(passages) };
  },
});

/** A passage that a question has twice supports if one of the two does. */
function eachOnce(passages: readonly StoredPassage[]): { id: string; supporting: boolean }[] {
  const supporting = new Map<string, boolean>();
  for (const each of passages) {
    supporting.set(each.id, each.supporting || supporting.get(each.id) === true);
  }
  return [...supporting].map(([id, supports]) => ({ id, supporting: supports }));
}
