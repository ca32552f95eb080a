/** An invented world, written in the shapes of real multi-hop datasets. */

export type { WorldOptions, WorldRecords, WorldShape } from './shape.js';
export { worldStream } from './stream.js';
export { WORLD_SHAPES, worldRecords } from './world-records.js';
