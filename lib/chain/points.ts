import type { Point } from '../prompt/points.js';
import type { Random } from '../random.js';

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
