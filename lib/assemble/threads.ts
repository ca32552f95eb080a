import { availableParallelism } from 'node:os';
import { blockSize } from './block/block.js';

/** What decides how many threads a run starts. */
export interface Work {
  /** `--workers`, where it is given. */
  workers?: number | undefined;
  /** Whether this thread is to be kept free: for a model's answers, or of a stage of the user's own. */
  isAside: boolean;
  /** Questions at most. */
  questions: number;
  /** Budgets in tokens; null for none. */
  maxSeqLengths: readonly (number | null)[];
  /** Blocks that go to a thread in one message. */
  blocksARow: number;
}

/**
 * Threads that make a run's samples: those that are asked for, else one a core, but no more than get
 * something to do. A thread takes longer to start than a row of blocks takes to make, so a run of one row
 * is made where it is, unless this thread is to be kept free.
 *
 * @param cores of this machine
 */
export function threadsFor(work: Work, cores: number = availableParallelism()): number {
  const { workers, isAside, questions, maxSeqLengths, blocksARow } = work;
  if (workers !== undefined) return workers;
  if (isAside) return cores;
  const blocks = maxSeqLengths.reduce<number>(
    (sum, length) => sum + Math.ceil(questions / blockSize(length)),
    0,
  );
  return Math.max(1, Math.min(cores, Math.ceil(blocks / blocksARow)));
}
