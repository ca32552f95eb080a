import type { Figure } from './figure.js';

export const cemCounts: Figure = {
  title: 'Pass counts by CEM',
  reading:
    'A bar says how many records were right so many times, when the answer has to stand in an accepted one.',
  value: 'share',
  counts: 'records',
  x: { title: 'right answers by CEM' },
  *marks({ judged }) {
    if (judged?.cem !== undefined) yield { x: String(judged.cem) };
  },
};
