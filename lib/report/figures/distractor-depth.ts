import { DEPTHS, depthBin, lengthBin } from '../bins.js';
import { type Figure, LENGTH_AXIS } from './figure.js';

export const distractorDepth: Figure = {
  title: 'Where the other pairs stand',
  reading:
    'Each column is a length, and is read downwards as a context is: a cell is the share of its pairs in that tenth of the characters.',
  value: 'row',
  counts: 'pairs',
  x: LENGTH_AXIS,
  y: { title: 'depth in the context', order: DEPTHS },
  *marks({ distractorDepths, length }) {
    if (!length) return;
    for (const depth of distractorDepths) yield { x: lengthBin(length), y: depthBin(depth) };
  },
};
