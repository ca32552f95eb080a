import { recordsOf } from '../lib/json/records-of.js';
import { askingOf, withModels } from '../lib/judge/asked-records.js';
import { batch, isBatch } from '../lib/judge/batch.js';
import { cameTo, costNote } from '../lib/judge/spent.js';
import type { Rolled } from '../lib/model/ask/judge.js';
import { rollout as rolloutStage } from '../lib/model/rollout/rollout.js';
import { type StageCounts, writeStage } from '../lib/output/stage-output.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';
import { watch } from '../lib/stream/watch.js';

/**
 * Questions or samples as JSON lines to the same with `n` scored answers of a model each; with
 * `batchOut` or `batchIn` to and from files of requests that are answered elsewhere.
 *
 * @throws KeychainError
 */
export function rollout(given: GivenTo<'rollout'>, run: Run = quietRun): Promise<StageCounts> {
  const settings = resolve('rollout', given);
  const asking = askingOf('rollout', settings);
  if (isBatch(settings)) return batch(asking, settings, run);
  const figures = { records: 0, rollouts: 0, right: 0, unanswerable: 0 };
  return withModels(asking, settings, run.reporter, models =>
    writeStage(
      settings,
      run,
      ({ reject: onReject, progress, warn }) =>
        flow(
          recordsOf(asking.file, onReject, settings, warn),
          rolloutStage({
            ...asking.ask,
            ...models,
            concurrency: settings.concurrency,
            scoring: settings,
            onReject,
            onUnanswerable: () => figures.unanswerable++,
          }),
          watch<Rolled>(record => {
            figures.records++;
            figures.rollouts += record.scores.length;
            figures.right += record.pass_count;
            const note = costNote(models.chats);
            progress('rollout', { done: figures.records, unit: 'records', note });
          }),
        ),
      () => ({ ...figures, ...cameTo(models) }),
    ),
  );
}
