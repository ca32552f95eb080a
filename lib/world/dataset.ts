import type { WorldOptions } from './shapes/shape.js';
import { SHAPES, type WorldRecords, type WorldShape } from './shapes/shapes.js';

/**
 * The records of an invented dataset, made one by one and not kept. Equal shapes and seeds give
 * equal records, however many are asked for: a smaller dataset is the beginning of a larger one.
 */
export function worldRecords<S extends WorldShape>(
  shape: S,
  options: WorldOptions,
): Generator<WorldRecords[S]> {
  return SHAPES[shape].records(options);
}
