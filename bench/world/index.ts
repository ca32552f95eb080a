/** An invented world, written in the shapes of real multi-hop datasets. */
export { WORLD_SHAPES, worldRecords } from './records.js';
export type { WorldOptions, WorldRecords, WorldShape } from './shape.js';
export { worldStream } from './stream.js';
