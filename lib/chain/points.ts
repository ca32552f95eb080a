import type { StoredPassage } from '../corpus/store/codec.js';
import type { Insertion } from '../prompt/insertion.js';
import { PASSAGE_SEPARATOR, type PassageFormat } from '../prompt/passage-format.js';
import type { Random } from '../random.js';

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
 * Chooses `count` points, spread evenly: one near a random place in each of `count` equal
 * stretches of the context, ascending. Points repeat only where there are fewer than `count`.
 */
export function spreadPoints(
  points: readonly Point[],
  characters: number,
  count: number,
  random: Random,
): Point[] {
  const stretch = characters / count;
  const spare = points.length - count;
  let last = -1;
  return Array.from({ length: count }, (_, i) => {
    const nearest = nearestPoint(points, (i + random.float()) * stretch);
    // Behind the point before, and with enough points left for the pairs to come.
    last = spare < 0 ? nearest : Math.min(Math.max(nearest, last + 1), spare + i);
    return points[last]!;
  });
}

function nearestPoint(points: readonly Point[], at: number): number {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.at < at) low = middle + 1;
    else high = middle;
  }
  const before = points[low - 1];
  return before && at - before.at < points[low]!.at - at ? low - 1 : low;
}
