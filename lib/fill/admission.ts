import { isOfArticles } from '../corpus/draw-order.js';
import { isVisible, type StoredPassage } from '../corpus/store/codec.js';
import { flatten } from '../prompt/flatten.js';
import type { ChooseParts } from './choose-parts.js';

/**
 * Says whether a passage of the corpus may be a filler: not if it was asked for
 * before or is the question's own, if it carries the title of a supporting passage (siblings of an
 * article excepted), if it gives the question away, or if it misleads.
 */
export type Admission = (passage: StoredPassage) => boolean;

/** Makes the admission of one sample. */
export function admission({ dataset, own, leaks, misleads }: ChooseParts): Admission {
  const seen = new Set(own.map(({ number }) => number));
  const supporting = isOfArticles(dataset) ? [] : own.filter(passage => passage.supporting);
  const titles = new Set(supporting.map(({ title }) => flatten(title)));
  const starts = new Set(Buffer.from([...titles].map(title => title.charAt(0)).join('')));
  const hasTitleOfOne = (passage: StoredPassage): boolean => {
    const start = passage.bytes[passage.titleAt]!;
    return (!isVisible(start) || starts.has(start)) && titles.has(flatten(passage.title));
  };
  return passage => {
    if (seen.has(passage.number)) return false;
    seen.add(passage.number);
    return !hasTitleOfOne(passage) && !leaks(passage) && !misleads(passage);
  };
}
