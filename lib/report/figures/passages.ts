import { SIZE_BINS, sizeBin } from '../bins.js';
import type { Figure } from './figure.js';

export const passages: Figure = {
  title: 'Passages a sample',
  reading: 'A bar says which share of the records has so many passages.',
  value: 'share',
  counts: 'records',
  x: { title: 'passages', order: SIZE_BINS },
  *marks({ passages: count }) {
    if (count !== undefined) yield { x: sizeBin(count) };
  },
};
