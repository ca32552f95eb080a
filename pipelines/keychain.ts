import { assemble } from '../lib/assemble/assemble.js';
import { eachDataset } from '../lib/assemble/each-dataset.js';
import { judge } from '../lib/assemble/judge.js';
import { select } from '../lib/assemble/select.js';
import { type DatasetSummary, write } from '../lib/assemble/write.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';

/**
 * The main job: of each dataset's questions, those selected, and judged by a model if one is named,
 * are assembled into samples whose question hides behind a chain of keys, and written, a file a
 * length.
 *
 * @throws KeychainError
 */
export function keychain(
  given: GivenTo<'keychain'>,
  run: Run = quietRun,
): Promise<DatasetSummary[]> {
  const settings = resolve('keychain', given);
  return eachDataset('keychain', settings, run, dataset => {
    const questions = select(dataset);
    const judged = judge(questions, dataset);
    const samples = assemble(judged, dataset);
    return write(samples, dataset);
  });
}
