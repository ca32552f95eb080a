import { readDatasets } from '../lib/datasets/read-datasets.js';
import { rejectedInput } from '../lib/datasets/rejected-input.js';
import { type StageCounts, writeStage } from '../lib/output/stage-output.js';
import { wholeQuestions } from '../lib/output/whole-questions.js';
import type { Question } from '../lib/records/question.js';
import type { Reject } from '../lib/records/reject.js';
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
export async function parse(given: GivenTo<'parse'>, run: Run = quietRun): Promise<StageCounts> {
  const settings = resolve('parse', given);
  const counts = { unanswerable: 0, unlabelled: 0 };
  const { dataset: files = ['-'], datasetFormat: format, unescapeEntities } = settings;
  const rejected = rejectedInput();
  let isAny = false;
  const written = await writeStage(
    settings,
    run,
    ({ reject }) => {
      const onReject = (each: Reject, readAs?: string): void => {
        rejected.see(each, readAs);
        reject(each);
      };
      return flow(
        readDatasets(files, { format, unescapeEntities, onReject, limits: settings }),
        watch<Question>(question => {
          isAny = true;
          if (isUnlabelled(question)) counts.unlabelled++;
          else if (!question.answerable) counts.unanswerable++;
        }),
        wholeQuestions(),
      );
    },
    () => counts,
  );
  if (!isAny && Object.keys(written.rejects).length > 0) {
    run.reporter.warn(rejected.describe(files));
  }
  return written;
}
