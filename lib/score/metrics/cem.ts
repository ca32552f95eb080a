import { best } from './best.js';
import type { Metric } from './metric.js';

/** Covered exact match: the prediction stands inside the answer. */
export const cem = {
  help: 'the prediction inside an answer',
  value: best((prediction, answer) => Number(answer.includes(prediction))),
} satisfies Metric;
