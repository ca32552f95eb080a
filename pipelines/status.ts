import { quietRun, type Run } from '../lib/run.js';
import { type Status, statusBelow } from '../lib/status/status.js';

/**
 * How far runs are, of one process or of many shards, by what they leave below the folder that is
 * their `--save-dir`. Takes about three seconds where something goes on: it is watched.
 *
 * @throws KeychainError INPUT_MISSING
 */
export const status = (folder: string, run: Run = quietRun): Promise<Status> =>
  statusBelow(folder, run.reporter.warn);
