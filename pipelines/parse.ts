import { readDatasets } from '../lib/datasets/read-datasets.js';
import { type StageCounts, writeStage } from '../lib/output/stage-output.js';
import { wholeQuestions } from '../lib/output/whole-questions.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';

/**
 * Datasets (or standard input) to questions as JSON lines, one dataset after the other.
 *
 * @throws KeychainError
 */
export function parse(given: GivenTo<'parse'>, run: Run = quietRun): Promise<StageCounts> {
  const settings = resolve('parse', given);
  const { dataset: files = ['-'], datasetFormat: format } = settings;
  return writeStage(settings, run, reporter =>
    flow(readDatasets(files, { format, onReject: reporter.reject }), wholeQuestions()),
  );
}
