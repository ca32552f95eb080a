import { assemble } from '../lib/assemble/assemble.js';
import { eachDataset } from '../lib/assemble/each-dataset.js';
import { judge } from '../lib/assemble/judge.js';
import { select } from '../lib/assemble/select.js';
import { type DatasetSummary, write } from '../lib/assemble/write.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';

/**
 * As `keychain`, without chains: plain long-context question answering.
 *
 * @throws KeychainError
 */
export function synth(given: GivenTo<'synth'>, run: Run = quietRun): Promise<DatasetSummary[]> {
  const settings = resolve('synth', given);
  return eachDataset('synth', settings, run, dataset => {
    const questions = select(dataset);
    const judged = judge(questions, dataset);
    const samples = assemble(judged, dataset);
    return write(samples, dataset);
  });
}
