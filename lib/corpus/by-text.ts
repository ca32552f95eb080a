import { temporaryStore } from '../disk/temporary-store.js';
import { fold } from './fold.js';
import type { Corpus, CorpusQuestion } from './open.js';

/** Finds questions by what they ask. */
export interface QuestionsByText {
  /** Those of one text, case and blanks aside; some datasets ask the same twice. */
  find(text: string): CorpusQuestion[];
  /** Removes what is on disk. */
  close(): Promise<void>;
}

/**
 * Finds the questions of some corpora by their texts. The index, a number a text, is made on disk when it
 * is first asked, in one pass over all questions.
 */
export function questionsByText(corpora: readonly Corpus[]): QuestionsByText {
  let index: ReturnType<typeof temporaryStore> | undefined;
  const made = (): ReturnType<typeof temporaryStore> => {
    if (index) return index;
    index = temporaryStore();
    for (const [at, corpus] of corpora.entries()) {
      for (let number = 0; number < corpus.info.questions; number++) {
        const key = fold(corpus.questionText(number));
        const before = index.get(key);
        const places = before ? `${before} ` : '';
        index.put(key, Buffer.from(`${places}${at}:${number}`));
      }
    }
    return index;
  };
  return {
    find: text => {
      const places = made().get(fold(text))?.toString().split(' ') ?? [];
      return places.map(place => {
        const [at, number] = place.split(':').map(Number);
        return corpora[at!]!.question(number!);
      });
    },
    close: async () => index?.close(),
  };
}
