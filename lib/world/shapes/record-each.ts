import { openWorld } from '../open.js';
import { type Posed, pose, type Style } from '../questions/pose.js';
import type { Shape } from './shape.js';

/** The records of a shape that has one for every question. */
export function recordEach<R>(style: Style, write: (posed: Posed) => R): Shape<R>['records'] {
  return function* ({ questions, seed = 42 }) {
    const world = openWorld(seed, style.words);
    for (let index = 0; index < questions; index++) yield write(pose(world, style, index));
  };
}
