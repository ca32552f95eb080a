import type { StoredPassage } from '../corpus/store/codec.js';
import type { Insertion, RenderedPair } from './insertion.js';
import { PASSAGE_SEPARATOR, type PassageFormat } from './passage-format.js';

/** A point of a context at which pairs may stand. */
export interface Point extends Pick<Insertion, 'passage' | 'where' | 'offset'> {
  /** Characters before it in the context without pairs. */
  at: number;
}

/**
 * All points of a context at which pairs may stand, in order: between a title and its text,
 * between two sentences, between two passages.
 */
export function insertionPoints(
  passages: readonly StoredPassage[],
  format: PassageFormat,
): { points: Point[]; characters: number } {
  const points: Point[] = [];
  const shows = ({ title, text }: StoredPassage, position: number): boolean => {
    const { head, tail } = format.around(position, title);
    return `${head}${text}${tail}`.trim() !== '';
  };
  const first = passages.findIndex(shows);
  const last = passages.findLastIndex(shows);
  let start = 0;
  passages.forEach((stored, passage) => {
    const { head, tail } = format.around(passage, '');
    const textAt = start + head.length + stored.titleLength;
    if (format.header && stored.hasTitleAndText()) {
      points.push({ passage, where: 'title', offset: 0, at: textAt });
    }
    for (const offset of stored.bounds) {
      points.push({ passage, where: 'text', offset, at: textAt + offset });
    }
    start = textAt + stored.textLength + tail.length;
    if (passage < passages.length - 1) {
      start += PASSAGE_SEPARATOR.length;
    }
    // Where nothing is to be seen on one side, a pair would stand at an end of the context.
    if (passage >= first && passage < last) {
      points.push({ passage, where: 'after', offset: 0, at: start });
    }
  });
  return { points, characters: start };
}

/**
 * Pairs at points, one a point; those of one point stand there together.
 *
 * @param points in the order of the context; some may be the same
 */
export function insertionsAt(
  points: readonly Point[],
  pairs: readonly RenderedPair[],
): Insertion[] {
  const insertions: Insertion[] = [];
  points.forEach(({ passage, where, offset }, i) => {
    const pair = pairs[i]!;
    const before = insertions.at(-1);
    if (before?.passage === passage && before.where === where && before.offset === offset) {
      before.pairs.push(pair);
    } else insertions.push({ passage, where, offset, pairs: [pair] });
  });
  return insertions;
}
