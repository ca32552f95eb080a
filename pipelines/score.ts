import { oneFile } from '../lib/input/one-file.js';
import { recordsOf } from '../lib/json/records-of.js';
import { scoringOf } from '../lib/judge/asking-settings.js';
import { type StageCounts, writeStage } from '../lib/output/stage-output.js';
import { quietRun, type Run } from '../lib/run.js';
import type { Scored } from '../lib/score/record.js';
import { score as scoreStage } from '../lib/score/score.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';
import { watch } from '../lib/stream/watch.js';

/**
 * Records with predictions as JSON lines to the same with `scores` and `pass_count`.
 *
 * @throws KeychainError
 */
export function score(given: GivenTo<'score'>, run: Run = quietRun): Promise<StageCounts> {
  const settings = resolve('score', given);
  const file = oneFile(settings.records, 'score', 'records');
  const scoring = scoringOf(settings);
  const figures = { records: 0, predictions: 0, right: 0 };
  return writeStage(
    settings,
    run,
    reporter =>
      flow(
        recordsOf(file, reporter.reject, settings, reporter.warn),
        scoreStage({ ...scoring, predictions: settings.predictions, onReject: reporter.reject }),
        watch<Scored>(record => {
          figures.records++;
          figures.predictions += record.scores.length;
          figures.right += record.pass_count;
        }),
      ),
    () => figures,
  );
}
