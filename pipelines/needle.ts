import { assemble } from '../lib/assemble/assemble.js';
import { eachDataset } from '../lib/assemble/each-dataset.js';
import { tasks } from '../lib/assemble/tasks.js';
import { type DatasetSummary, write } from '../lib/assemble/write.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';

/**
 * Retrieval tasks: values of keys, each told by a sentence, are hidden in contexts of texts, and those
 * of some keys are asked for.
 *
 * @throws KeychainError
 */
export function needle(given: GivenTo<'needle'>, run: Run = quietRun): Promise<DatasetSummary[]> {
  const settings = resolve('needle', given);
  return eachDataset('needle', settings, run, texts => {
    const samples = assemble(tasks(texts), texts);
    return write(samples, texts);
  });
}
