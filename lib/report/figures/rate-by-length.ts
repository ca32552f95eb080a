import { lengthBin } from '../bins.js';
import { rateAt } from '../rate-at.js';
import { type Figure, LENGTH_AXIS } from './figure.js';

export const rateByLength: Figure = {
  title: 'Pass rate by length',
  reading: 'A bar is the share of answers that are right; where it falls, the context is too long.',
  value: 'rate',
  counts: 'answers',
  x: LENGTH_AXIS,
  *marks({ judged, length }) {
    if (judged && length) yield rateAt(judged, { x: lengthBin(length) });
  },
};
