import { words } from './white-space.js';

/** Compares a normalised prediction with a normalised answer; neither is empty. 0 to 1. */
export type Compare = (prediction: string, answer: string) => number;

/** `em`: equal. `sub_em`: either inside the other. `cem`, covered exact match: prediction inside. */
export const METRICS = {
  em: (prediction, answer) => Number(prediction === answer),
  sub_em: (prediction, answer) =>
    Number(prediction.includes(answer) || answer.includes(prediction)),
  cem: (prediction, answer) => Number(answer.includes(prediction)),
  f1: (prediction, answer) => toFourPlaces(f1Of(words(prediction), words(answer))),
  /** LoongRL's reward: the answer stands inside the prediction. */
  reward: (prediction, answer) => Number(prediction.includes(answer)),
} satisfies Record<string, Compare>;

export type Metric = keyof typeof METRICS;

export const METRIC_NAMES = Object.keys(METRICS) as Metric[];

/** Above this an F1 counts as right, as in the reference's figures. */
const F1_THRESHOLD = 0.75;

/** Whether a value of a metric counts as right. */
export function isRight(metric: Metric, value: number): boolean {
  return metric === 'f1' ? value > F1_THRESHOLD : value === 1;
}

/** The best value over all answers. What normalises to nothing, on either side, earns none. */
export function best(metric: Metric, prediction: string, answers: readonly string[]): number {
  if (prediction === '') return 0;
  const compare = METRICS[metric];
  let highest = 0;
  for (const answer of answers) {
    if (answer !== '') highest = Math.max(highest, compare(prediction, answer));
    if (highest === 1) break;
  }
  return highest;
}

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
