import { oneFile } from '../lib/input/one-file.js';
import { recordsOf } from '../lib/json/records-of.js';
import { askingOf, withModels } from '../lib/judge/asked-records.js';
import { promptOf, scoringOf } from '../lib/judge/asking-settings.js';
import { asksModel } from '../lib/judge/models.js';
import { cameTo, costNote } from '../lib/judge/spent.js';
import { storedTrajectories } from '../lib/model/trajectory/stored.js';
import { rowsOf } from '../lib/model/trajectory/take.js';
import {
  type Trajectory,
  trajectories as trajectoriesStage,
} from '../lib/model/trajectory/trajectory.js';
import { trajectoryTally } from '../lib/model/trajectory/trajectory-tally.js';
import { type StageCounts, writeStage } from '../lib/output/stage-output.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo, SettingsOf } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';

/**
 * Samples as JSON lines to those that a model gets right, their best answers as `messages`: answers that
 * a model is asked for or, where none is named, those that the records hold.
 *
 * @throws KeychainError
 */
export function trajectories(
  given: GivenTo<'trajectories'>,
  run: Run = quietRun,
): Promise<StageCounts> {
  const settings = resolve('trajectories', given);
  return asksModel(settings) ? asked(settings, run) : stored(settings, run);
}

type Settings = SettingsOf<'trajectories'>;

function asked(settings: Settings, run: Run): Promise<StageCounts> {
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
              pushRows(trajectory, settings, push);
            },
          }),
        ),
      () => ({ ...tally.figures(), ...cameTo(models) }),
    ),
  );
}

function stored(settings: Settings, run: Run): Promise<StageCounts> {
  const file = oneFile(settings.records, 'trajectories', 'records');
  const tally = trajectoryTally();
  return writeStage(
    settings,
    run,
    ({ reject: onReject, progress, warn }) =>
      flow(
        recordsOf(file, onReject, settings, warn),
        storedTrajectories({
          scoring: settings,
          prompt: promptOf(settings),
          onReject,
          onDone: (trajectory, push) => {
            progress('trajectories', { done: tally.add(trajectory), unit: 'samples' });
            pushRows(trajectory, settings, push);
          },
        }),
      ),
    () => ({ ...tally.figures() }),
  );
}

function pushRows(
  trajectory: Trajectory,
  { take, keepUnsolved }: Pick<Settings, 'take' | 'keepUnsolved'>,
  push: (row: unknown) => void,
): void {
  if (trajectory.messages.length === 0 && !keepUnsolved) return;
  for (const row of rowsOf(trajectory, take)) push(row);
}
