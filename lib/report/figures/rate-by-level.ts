import { rateAt } from '../rate-at.js';
import type { Figure } from './figure.js';

export const rateByLevel: Figure = {
  title: 'Pass rate by level',
  reading:
    'A bar is the share of answers that are right, by what the dataset calls the level of a question.',
  value: 'rate',
  counts: 'answers',
  x: { title: 'level' },
  *marks({ judged, level }) {
    if (judged && level) yield rateAt(judged, { x: String(level) });
  },
};
