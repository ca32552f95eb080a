import { DEPTHS, depthBin, lengthBin } from '../bins.js';
import { type Figure, LENGTH_AXIS } from './figure.js';

export const supportDepth: Figure = {
  title: 'Where supporting passages stand',
  reading:
    'Each column is a length, and is read downwards as a context is: a cell is the share of its supporting passages in that tenth of the characters.',
  value: 'row',
  counts: 'supporting passages',
  x: LENGTH_AXIS,
  y: { title: 'depth in the context', order: DEPTHS },
  *marks({ supportDepths, length }) {
    if (!length) return;
    for (const depth of supportDepths) yield { x: lengthBin(length), y: depthBin(depth) };
  },
};
