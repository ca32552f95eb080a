import { KeychainError } from '../errors.js';
import { findTraces } from './find-traces.js';
import { gatherTraces } from './gather.js';
import { type OutputStatus, outputStatus } from './output.js';
import { openReader } from './reader.js';
import type { State } from './state.js';
import { WATCH_RULES, type WatchRules } from './watch-leases.js';

/** How far runs are. */
export interface Status {
  /** Whether every output is done. */
  is_done: boolean;
  /** Whether something has failed or stopped, and waits to be started again. */
  is_stuck: boolean;
  outputs: OutputStatus[];
  /** Jobs of a launch that have ended badly before there was anything of an output. */
  jobs: { job: string; log: string; error: string }[];
}

/**
 * How far the runs are whose outputs stand below a folder; nothing is written there.
 *
 * @param warn is told of what cannot be read
 * @throws KeychainError INPUT_MISSING, also where nothing of a run is below it
 */
export async function statusBelow(
  folder: string,
  warn: (message: string) => void,
  rules: WatchRules = WATCH_RULES,
): Promise<Status> {
  const found = await findTraces(folder, warn);
  if (found.files.size === 0 && found.launches.size === 0) {
    throw new KeychainError(
      'INPUT_MISSING',
      `${folder}: nothing of a run is there; name the folder that was its --save-dir`,
    );
  }
  const gathered = await gatherTraces(found, rules, openReader(warn));
  const outputs = gathered.outputs.map(outputStatus);
  const jobs = gathered.jobs.map(({ job, log, end }) => ({ job, log, error: end.message }));
  return {
    is_done: outputs.length > 0 && outputs.every(output => output.is_done),
    is_stuck: jobs.length > 0 || outputs.some(isStuck),
    outputs,
    jobs,
  };
}

const isStuck = ({ is_done, states, merge }: OutputStatus): boolean =>
  !is_done && (states.failed + states.stopped > 0 || STUCK.has(merge?.state));

const STUCK: ReadonlySet<State | undefined> = new Set(['failed', 'stopped']);
