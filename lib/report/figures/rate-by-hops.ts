import { rateAt } from '../rate-at.js';
import type { Figure } from './figure.js';

export const rateByHops: Figure = {
  title: 'Pass rate by hops of the chain',
  reading: 'A bar is the share of answers that are right; longer chains are harder to follow.',
  value: 'rate',
  counts: 'answers',
  x: { title: 'pairs of the true chain' },
  *marks({ judged, hops }) {
    if (judged && hops) yield rateAt(judged, { x: String(hops) });
  },
};
