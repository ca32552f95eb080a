import { isOfArticles } from '../corpus/draw-order.js';
import { foldTitle } from '../corpus/fold.js';
import { isVisible, type StoredPassage } from '../corpus/store/codec.js';
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
  const titles = new Set(supporting.map(({ title }) => foldTitle(title)));
  // What has no title shares none.
  titles.delete('');
  const starts = firstBytes(titles);
  const hasTitleOfOne = (passage: StoredPassage): boolean => {
    const start = passage.bytes[passage.titleAt]!;
    return (!isVisible(start) || starts.has(start)) && titles.has(foldTitle(passage.title));
  };
  return passage => {
    if (seen.has(passage.number)) return false;
    seen.add(passage.number);
    return !hasTitleOfOne(passage) && !leaks(passage) && !misleads(passage);
  };
}

/** What a title may begin with to be one of some: it may be composed in another way. */
function firstBytes(titles: ReadonlySet<string>): ReadonlySet<number> {
  const composed = [...titles].flatMap(title => [title, title.normalize('NFD')]);
  return new Set(Buffer.from(composed.map(title => title.charAt(0)).join('')));
}
