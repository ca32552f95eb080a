import { recordsOf } from '../lib/json/records-of.js';
import { askingOf, withModels } from '../lib/judge/asked-records.js';
import { scoringOf } from '../lib/judge/asking-settings.js';
import { cameTo, costNote } from '../lib/judge/spent.js';
import { trajectories as trajectoriesStage } from '../lib/model/trajectory/trajectory.js';
import { trajectoryTally } from '../lib/model/trajectory/trajectory-tally.js';
import { type StageCounts, writeStage } from '../lib/output/stage-output.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';

/**
 * Samples as JSON lines to those that a model gets right, the best answer of each as `messages`.
 *
 * @throws KeychainError
 */
export function trajectories(
  given: GivenTo<'trajectories'>,
  run: Run = quietRun,
): Promise<StageCounts> {
  const settings = resolve('trajectories', given);
  const asking = askingOf('trajectories', settings);
  // What would fail later fails before anything is paid for.
  scoringOf(settings, 'think-boxed');
  const tally = trajectoryTally();
  return withModels(asking, settings, run.reporter, models =>
    writeStage(
      settings,
      run,
      ({ reject: onReject, progress, warn }) =>
        flow(
          recordsOf(asking.file, onReject, settings, warn),
          trajectoriesStage({
            ...asking.ask,
            ...models,
            scoring: settings,
            concurrency: settings.concurrency,
            onReject,
            onDone: (trajectory, push) => {
              const done = tally.add(trajectory);
              progress('trajectories', { done, unit: 'samples', note: costNote(models.chats) });
              if (trajectory.messages.length > 0 || settings.keepUnsolved) push(trajectory);
            },
          }),
        ),
      () => ({ ...tally.figures(), ...cameTo(models) }),
    ),
  );
}
