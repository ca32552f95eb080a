import type { WorldShape } from '../lib/world/index.js';

/** A file of the fictional world. */
export interface Dataset {
  shape: WorldShape;
  questions: number;
}
