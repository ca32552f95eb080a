import type { CorpusTexts } from '../sources.js';
import type { View } from '../view/view.js';

/**
 * The passage that a sample cuts is one of its own fillers, and ends where a sentence does: behind
 * white space, or a full stop that needs none.
 *
 * @param corpus the whole texts
 */
export function checkCut({ sample }: View, corpus: CorpusTexts): string[] {
  const { cut, passages, dataset, question_id } = sample.meta;
  if (!cut?.id) return [];
  const own = corpus.question(question_id, dataset)?.passages ?? [];
  if (!passages.some(({ id }) => id === cut.id)) {
    return [`the passage ${cut.id}, which is said to be cut, does not stand in the context`];
  }
  if (own.some(({ id }) => id === cut.id)) {
    return [`the passage ${cut.id} is cut, and is the question's own`];
  }
  const characters = [...(corpus.passage(cut.id)?.text ?? '')];
  const end = characters.slice(0, cut.characters).join('');
  const next = characters.slice(cut.characters).join('').slice(0, 1);
  if (next === '') return [`the passage ${cut.id} is said to be cut, and is whole`];
  const isEnd = /\S$/.test(end) && (/\s/.test(next) || ENDS_WITHOUT_BLANK.test(end));
  return isEnd ? [] : [`the passage ${cut.id} is cut inside a sentence`];
}

const ENDS_WITHOUT_BLANK = /[。！？｡]["'”’»)\]」』）】》〉]*$/;
