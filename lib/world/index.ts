/** An invented world, written in the shapes of real multi-hop datasets. */

export { worldRecords } from './dataset.js';
export type { WorldOptions } from './shapes/shape.js';
export { WORLD_SHAPES, type WorldRecords, type WorldShape } from './shapes/shapes.js';
export { worldStream } from './stream.js';
