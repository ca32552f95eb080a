import { best } from './best.js';
import type { Metric } from './metric.js';

/** Either stands inside the other. */
export const subEm = {
  help: 'either inside the other',
  value: best((prediction, answer) =>
    Number(prediction.includes(answer) || answer.includes(prediction)),
  ),
} satisfies Metric;
