import { words } from '../white-space.js';
import { best } from './best.js';
import type { Metric } from './metric.js';

/** Token F1, rounded to 4 places; right above 0.75, as in the reference's figures. */
export const f1 = {
  help: 'token F1 > 0.75',
  rightAbove: 0.75,
  value: best((prediction, answer) => toFourPlaces(f1Of(words(prediction), words(answer)))),
} satisfies Metric;

/** Token F1 as in SQuAD's evaluation: words count as often as they occur on both sides. */
function f1Of(prediction: readonly string[], answer: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of answer) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of prediction) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    common++;
  }
  if (common === 0) return 0;
  const precision = common / prediction.length;
  const recall = common / answer.length;
  return (2 * precision * recall) / (precision + recall);
}

/** Rounds as Python does, ties to even; only odd multiples of 1/32 lie half-way. */
function toFourPlaces(value: number): number {
  if ((value * 32) % 2 !== 1) return Number(value.toFixed(4));
  const below = Math.floor(value * 10_000);
  return (below + (below % 2)) / 10_000;
}
