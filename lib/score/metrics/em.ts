import { best } from './best.js';
import type { Metric } from './metric.js';

/** Exact match after normalizing. */
export const em = {
  help: 'equal',
  value: best((prediction, answer) => Number(prediction === answer)),
} satisfies Metric;
