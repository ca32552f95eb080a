import type { Metric } from './metric.js';

/** Where all answers are asked for: how many of them are there. */
export const recall = {
  help: 'all answers inside the prediction; the share of them is its value',
  isRulesOwn: true,
  value: (prediction, answers) => {
    if (answers.length === 0) return 0;
    const found = answers.filter(answer => answer !== '' && prediction.includes(answer));
    return found.length / answers.length;
  },
} satisfies Metric;
