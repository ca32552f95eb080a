import type { Figure } from './figure.js';

export const hops: Figure = {
  title: 'Hops of the chains',
  reading: 'A bar says which share of the samples has a true chain of so many pairs.',
  value: 'share',
  counts: 'samples',
  x: { title: 'pairs of the true chain' },
  *marks({ hops: count }) {
    if (count) yield { x: String(count) };
  },
};
