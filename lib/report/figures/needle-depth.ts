import { DEPTHS, depthBin, lengthBin } from '../bins.js';
import { type Figure, LENGTH_AXIS } from './figure.js';

export const needleDepth: Figure = {
  title: 'Where the needles that are asked for stand',
  reading:
    'Each column is a length, and is read downwards as a context is: a cell is the share of its needles in that tenth of the characters.',
  value: 'row',
  counts: 'needles',
  x: LENGTH_AXIS,
  y: { title: 'depth in the context', order: DEPTHS },
  *marks({ needleDepths, length }) {
    if (!length) return;
    for (const depth of needleDepths) yield { x: lengthBin(length), y: depthBin(depth) };
  },
};
