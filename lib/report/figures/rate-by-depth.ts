import { DEPTHS, depthBin, lengthBin } from '../bins.js';
import { rateAt } from '../rate-at.js';
import { type Figure, LENGTH_AXIS } from './figure.js';

/** The picture that needle tests are known by. */
export const rateByDepth: Figure = {
  title: 'Pass rate by depth and length',
  reading:
    'Each column is a length and each row a depth: the mean place of the needles that are asked for, else of the supporting passages; bright is right.',
  value: 'rate',
  counts: 'answers',
  x: LENGTH_AXIS,
  y: { title: 'depth in the context', order: DEPTHS },
  *marks({ judged, length, needleDepths, supportDepths }) {
    const depths = needleDepths.length > 0 ? needleDepths : supportDepths;
    if (!judged || !length || depths.length === 0) return;
    const mean = depths.reduce((sum, depth) => sum + depth, 0) / depths.length;
    yield rateAt(judged, { x: lengthBin(length), y: depthBin(mean) });
  },
};
