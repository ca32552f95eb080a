import type { Sample } from '../records/sample.js';

/** Outputs (dataset and length) told apart within one stream. */
const MOST_OUTPUTS = 10_000;

/**
 * Makes the check that `index` is the sample's position. A stream may hold several outputs
 * (`--out -` with several lengths): an index counts within the whole stream or within its own output.
 */
export function createIndexCheck(): (sample: Sample, position: number) => string[] {
  const positions = new Map<string, number>();
  return ({ index, meta }, position) => {
    const output = `${meta.dataset}/${meta.max_seq_length}`;
    const within = positions.get(output) ?? 0;
    if (within > 0 || positions.size < MOST_OUTPUTS) positions.set(output, within + 1);
    if (index === position || index === within) return [];
    return [`index is ${index}, but the sample is number ${position} of the file`];
  };
}
