import { assemble } from '../lib/assemble/assemble.js';
import { eachDataset } from '../lib/assemble/each-dataset.js';
import { select } from '../lib/assemble/select.js';
import { type DatasetSummary, write } from '../lib/assemble/write.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';

/**
 * Samples of the supporting passages alone, for comparison.
 *
 * @throws KeychainError
 */
export function relevantOnly(
  given: GivenTo<'relevant-only'>,
  run: Run = quietRun,
): Promise<DatasetSummary[]> {
  const settings = resolve('relevant-only', given);
  return eachDataset('relevant-only', settings, run, dataset => {
    const questions = select(dataset);
    const samples = assemble(questions, dataset);
    return write(samples, dataset);
  });
}
