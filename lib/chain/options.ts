import type { HopOrder } from '../records/sample.js';
import type { KeyFormat } from './keys.js';
import type { ShapeOptions } from './shape.js';

/** What the chains of a run are like. */
export interface ChainOptions extends ShapeOptions {
  keyFormat: KeyFormat;
  /** Chains of a sample, the true one included. */
  chains: (maxSeqLength: number) => number;
  hopOrder: HopOrder;
}
