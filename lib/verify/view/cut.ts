import type { SampleMeta } from '../../records/sample.js';
import type { CorpusPassage, CorpusTexts } from '../sources.js';

/** The texts as they stand in one sample: the passage that it cuts ends there. */
export function asCut(corpus: CorpusTexts, { cut }: Pick<SampleMeta, 'cut'>): CorpusTexts {
  // A sample of an earlier version says nothing of one.
  if (!cut?.id) return corpus;
  return {
    ...corpus,
    passage(id) {
      const whole = corpus.passage(id);
      return whole && id === cut.id ? upTo(whole, cut.characters) : whole;
    },
  };
}

function upTo({ title, text: whole, bounds }: CorpusPassage, characters: number): CorpusPassage {
  const text = [...whole].slice(0, characters).join('');
  return { title, text, bounds: bounds?.filter(bound => bound < text.length) };
}
