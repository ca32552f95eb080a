import type { Point } from '../prompt/points.js';

/** Chooses `count` of `slots` (as many, or more), counted from 0, distinct and in any order. */
export type ChooseSlots = (count: number, slots: number) => number[];

/**
 * The points at which needles stand, in order: a placement chooses among all points of a context.
 * Points repeat only where there are fewer than needles.
 *
 * @param points at least one
 */
export function placeNeedles(
  points: readonly Point[],
  count: number,
  chooseSlots: ChooseSlots,
): Point[] {
  const slots = Math.max(points.length, count);
  return chooseSlots(count, slots)
    .sort((a, b) => a - b)
    .map(slot => points[Math.floor((slot * points.length) / slots)]!);
}
