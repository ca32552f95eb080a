import type { Trajectory } from './trajectory.js';

/** What trajectories have come to. */
export interface TrajectoryFigures {
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

/** Counts trajectories. */
export interface TrajectoryTally {
  /** Returns the number of samples so far. */
  add(trajectory: Trajectory): number;
  figures(): TrajectoryFigures;
}

/** Counts of nothing so far. */
export function trajectoryTally(): TrajectoryTally {
  const counts = { samples: 0, rollouts: 0, right: 0, solved: 0 };
  return {
    add: ({ scores, pass_count, messages }) => {
      counts.rollouts += scores.length;
      counts.right += pass_count;
      if (messages.length > 0) counts.solved++;
      return ++counts.samples;
    },
    figures: () => ({
      ...counts,
      pass_rate: share(counts.right, counts.rollouts),
      solve_rate: share(counts.solved, counts.samples),
    }),
  };
}

const share = (part: number, whole: number): number =>
  whole === 0 ? 0 : Number((part / whole).toFixed(4));
