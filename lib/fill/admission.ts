import { drawnAt, isOfArticles } from '../corpus/draw-order.js';
import { flatten } from '../prompt/flatten.js';
import type { SamplePassage } from '../records.js';
import type { ChooseParts } from './choose-parts.js';

/**
 * Gives passage `number` of the corpus as a filler, unless it must not stand in this context: it
 * was asked for before or is the question's own, it carries the title of a supporting passage
 * (siblings of an article excepted), it gives the question away, or it misleads.
 */
export type Admission = (number: number, isSibling?: boolean) => SamplePassage | undefined;

/** Makes the admission of one sample. */
export function admission({ dataset, own, pool, leaks, misleads }: ChooseParts): Admission {
  const seen = new Set(own.map(({ title, text }) => pool.passageNumber(title, text)));
  const supporting = isOfArticles(dataset) ? [] : own.filter(passage => passage.supporting);
  const titles = new Set(supporting.map(({ title }) => flatten(title)));
  return (number: number, isSibling = false): SamplePassage | undefined => {
    if (seen.has(number)) return undefined;
    seen.add(number);
    const passage = pool.passage(number);
    if (titles.has(flatten(passage.title)) || leaks(passage) || misleads(passage)) return undefined;
    return { ...passage, supporting: false, drawn: drawnAt(pool.draws, number, isSibling) };
  };
}
