import { SIZE_BINS, sizeBin } from '../bins.js';
import type { Figure } from './figure.js';

export const chains: Figure = {
  title: 'Chains a sample',
  reading: 'A bar says which share of the samples has so many chains, the true one among them.',
  value: 'share',
  counts: 'samples',
  x: { title: 'chains', order: SIZE_BINS },
  *marks({ chains: count }) {
    if (count !== undefined) yield { x: sizeBin(count) };
  },
};
