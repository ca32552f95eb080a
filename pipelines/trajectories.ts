import type { Writable } from 'node:stream';
import { prompter } from '../lib/model/ask/prompt.js';
import { TRAJECTORY_PROMPT } from '../lib/model/trajectory/prompt.js';
import { type Trajectory, trajectories } from '../lib/model/trajectory/trajectory.js';
import type { Scoring } from '../lib/score/scoring.js';
import { flow } from '../lib/stream/flow.js';
import { type AskedFile, estimateFile, recordsOf, writeRecords } from './asked-file.js';
import { costNote, openModel, promptCounter, type Spent, spentBy } from './model.js';
import type { Reporter } from './reporter.js';

export interface TrajectoriesRun extends AskedFile {
  scoring: Scoring;
  /** Writes the samples too that no rollout gets right, without messages. */
  keepUnsolved: boolean;
}

export interface TrajectoryCounts extends Spent {
  samples: number;
  rollouts: number;
  /** Right rollouts. */
  right: number;
  /** Samples with a right rollout. */
  solved: number;
  /** Share of right rollouts, 0 to 1. */
  pass_rate: number;
  /** Share of solved samples, 0 to 1. */
  solve_rate: number;
}

/** Samples as JSON lines to those with a right rollout, with the best as `messages`. */
export async function makeTrajectories(
  run: TrajectoriesRun,
  output: Writable,
  reporter: Reporter,
): Promise<TrajectoryCounts> {
  const counts = { samples: 0, rollouts: 0, right: 0, solved: 0 };
  const counter = await promptCounter([run.model], run.tokenizer);
  const chat = openModel(run.model, reporter);
  try {
    const kept = flow(
      recordsOf(run.file, reporter),
      trajectories({
        ...run,
        ...counter,
        concurrency: run.model.concurrency,
        model: { chat, name: run.model.model },
        onDone: (trajectory: Trajectory, push) => {
          counts.samples++;
          counts.rollouts += trajectory.scores.length;
          counts.right += trajectory.pass_count;
          if (trajectory.messages) counts.solved++;
          reporter.progress('trajectories', counts.samples, undefined, costNote([chat]));
          if (trajectory.messages || run.keepUnsolved) push(trajectory);
        },
        onReject: reporter.reject,
      }),
    );
    await writeRecords(kept, output);
    const rates = {
      pass_rate: share(counts.right, counts.rollouts),
      solve_rate: share(counts.solved, counts.samples),
    };
    return { ...counts, ...rates, ...spentBy([chat]) };
  } finally {
    await chat.close();
    counter.close();
  }
}

const share = (part: number, whole: number): number =>
  whole === 0 ? 0 : Number((part / whole).toFixed(4));

/** What it would come to, before anything is spent. */
export async function estimateTrajectories(
  run: TrajectoriesRun,
  reporter: Reporter,
): Promise<object> {
  const promptOf = prompter(() => TRAJECTORY_PROMPT, run.prompt);
  const [estimate] = await estimateFile(run, [run.model], promptOf, reporter);
  return { plan: run, estimate };
}
