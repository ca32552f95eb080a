import { best } from './best.js';
import type { Metric } from './metric.js';

/** LoongRL's reward: the answer stands inside the prediction. */
export const reward = {
  help: 'an answer inside the prediction',
  isRulesOwn: true,
  value: best((prediction, answer) => Number(prediction.includes(answer))),
} satisfies Metric;
