import { readDatasets } from '../lib/datasets/read-datasets.js';
import { type StageCounts, writeStage } from '../lib/output/stage-output.js';
import { wholeQuestions } from '../lib/output/whole-questions.js';
import type { Question } from '../lib/records/question.js';
import { isUnlabelled } from '../lib/records/unlabelled.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';
import { watch } from '../lib/stream/watch.js';

/**
 * Datasets (or standard input) to questions as JSON lines, one dataset after the other.
 *
 * @throws KeychainError
 */
export function parse(given: GivenTo<'parse'>, run: Run = quietRun): Promise<StageCounts> {
  const settings = resolve('parse', given);
  const counts = { unanswerable: 0, unlabelled: 0 };
  const { dataset: files = ['-'], datasetFormat: format, unescapeEntities } = settings;
  return writeStage(
    settings,
    run,
    ({ reject: onReject }) =>
      flow(
        readDatasets(files, { format, unescapeEntities, onReject, limits: settings }),
        watch<Question>(question => {
          if (isUnlabelled(question)) counts.unlabelled++;
          else if (!question.answerable) counts.unanswerable++;
        }),
        wholeQuestions(),
      ),
    () => counts,
  );
}
