import type { Values } from './values.js';

/** A page of a column: a level, or two, for each value and each null, and the values. */
export interface Page {
  /** Values, nulls and empty lists. */
  count: number;
  definitions: Uint8Array;
  repetitions: Uint8Array;
  values: Values;
  /** Which of the values each is, where they are those of a dictionary. */
  indices: Uint32Array | undefined;
}
