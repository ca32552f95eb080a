import { KeychainError } from '../lib/errors.js';
import { checkInputs } from '../lib/input/check-inputs.js';
import { recordsOf } from '../lib/json/records-of.js';
import { collect, distinct, merge as mergeStage } from '../lib/merge/merge.js';
import { mergeTally } from '../lib/merge/merge-tally.js';
import { openParts } from '../lib/merge/parts.js';
import { type StageCounts, writeStage } from '../lib/output/stage-output.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';
import { watch } from '../lib/stream/watch.js';

/**
 * Prediction parts as JSON lines to one file, in the order of the list that they were made from;
 * nothing is missing, double or foreign unnamed.
 *
 * @throws KeychainError
 */
export async function merge(given: GivenTo<'merge'>, run: Run = quietRun): Promise<StageCounts> {
  const settings = resolve('merge', given);
  const { records: files = [], questions: list, ...places } = settings;
  if (files.length === 0) throw new KeychainError('USAGE', 'name the parts to merge');
  await checkInputs(list === undefined ? files : [...files, list]);
  const tally = mergeTally(run.reporter);
  const counts = await writeStage(
    places,
    run,
    async reporter => {
      const onReject = tally.watching(reporter.reject);
      if (list === undefined) {
        reporter.warn('without --questions nobody can tell what is missing');
        return flow(
          recordsOf(files, onReject, settings, reporter.warn),
          distinct({ onReject }),
          watch(tally.merged),
        );
      }
      const parts = openParts();
      await collect(recordsOf(files, onReject, settings, reporter.warn), parts, { onReject });
      return flow(
        recordsOf(list, onReject, settings, reporter.warn),
        mergeStage(parts, { onReject }),
        watch(tally.merged),
      );
    },
    tally.figures,
  );
  tally.warn();
  return counts;
}
