import { recordsOf } from '../lib/json/records-of.js';
import { askingOf, withModels } from '../lib/judge/asked-records.js';
import { cameTo, costNote } from '../lib/judge/spent.js';
import { type Reasoned, reason } from '../lib/model/reason/reason.js';
import { type StageCounts, writeStage } from '../lib/output/stage-output.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';
import { watch } from '../lib/stream/watch.js';

/**
 * Samples as JSON lines to the same with a model's reasoning.
 *
 * @throws KeychainError
 */
export function reasoning(given: GivenTo<'reasoning'>, run: Run = quietRun): Promise<StageCounts> {
  const settings = resolve('reasoning', given);
  const asking = askingOf('reasoning', settings);
  const figures = { records: 0, sequences: 0 };
  return withModels(asking, settings, run.reporter, models =>
    writeStage(
      settings,
      run,
      ({ reject: onReject, progress, warn }) =>
        flow(
          recordsOf(asking.file, onReject, settings, warn),
          reason({
            ...asking.ask,
            ...models,
            style: settings.style,
            concurrency: settings.concurrency,
            onReject,
          }),
          watch<Reasoned>(record => {
            figures.records++;
            figures.sequences += record.reasoning.length;
            const note = costNote(models.chats);
            progress('reasoning', { done: figures.records, unit: 'records', note });
          }),
        ),
      () => ({ ...figures, ...cameTo(models) }),
    ),
  );
}
