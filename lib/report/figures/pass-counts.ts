import type { Figure } from './figure.js';

export const passCounts: Figure = {
  title: 'Pass counts',
  reading:
    'A bar at the left is too hard for the model, one at the right too easy; what lies between teaches most.',
  value: 'share',
  counts: 'records',
  x: { title: 'right answers' },
  *marks({ judged }) {
    if (judged) yield { x: String(judged.right) };
  },
};
