import { DEPTHS, depthBin, lengthBin } from '../bins.js';
import { type Figure, LENGTH_AXIS } from './figure.js';

export const chainDepth: Figure = {
  title: 'Where the pairs of the true chain stand',
  reading:
    'Each column is a length, and is read downwards as a context is: a cell is the share of its pairs in that tenth of the characters.',
  value: 'row',
  counts: 'pairs',
  x: LENGTH_AXIS,
  y: { title: 'depth in the context', order: DEPTHS },
  *marks({ chainDepths, length }) {
    if (!length) return;
    for (const depth of chainDepths) yield { x: lengthBin(length), y: depthBin(depth) };
  },
};
