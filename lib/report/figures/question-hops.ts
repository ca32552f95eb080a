import type { Figure } from './figure.js';

export const questionHops: Figure = {
  title: 'Hops of the questions',
  reading: 'A bar says which share of the records asks a question of so many steps.',
  value: 'share',
  counts: 'records',
  x: { title: 'steps of the question' },
  *marks({ questionHops: count }) {
    if (count) yield { x: String(count) };
  },
};
