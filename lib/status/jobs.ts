import { sep } from 'node:path';
import { type BadEnd, badEndOf } from './bad-end.js';
import type { FoundLaunch } from './find-traces.js';
import type { OutputTraces } from './output.js';
import type { Reader } from './reader.js';
import type { Traces } from './state.js';

/** A job that has ended badly. */
export interface EndedJob {
  /** `index`, `merge` or `shard-00003`. */
  job: string;
  log: string;
  end: BadEnd;
}

/**
 * Reads the logs of launched jobs and tells them to the shards that they make, and to their merge.
 *
 * @returns those that have ended badly and belong to none
 */
export async function readJobs(
  launches: ReadonlyMap<string, FoundLaunch>,
  outputs: readonly OutputTraces[],
  read: Reader,
): Promise<EndedJob[]> {
  const others: EndedJob[] = [];
  for (const { folder, jobs } of launches.values()) {
    const own = outputs.filter(({ base, of }) => of !== null && isBelow(base, folder));
    for (const output of own) output.isMergeDue = true;
    for (const [job, log] of jobs) {
      const end = await read(log, badEndOf);
      if (!end) continue;
      const makes = own.flatMap(output => tracesOf(job, output) ?? []);
      for (const traces of makes) traces.jobEnd = end;
      if (makes.length === 0) others.push({ job, log, end });
    }
  }
  return others;
}

/** What a job makes of an output. */
function tracesOf(job: string, output: OutputTraces): Traces | undefined {
  if (job === 'merge') {
    output.merged ??= {};
    return output.merged;
  }
  const shard = Number(/^shard-(\d+)$/.exec(job)?.[1]);
  if (!(shard < (output.of ?? 0))) return undefined;
  const traces = output.shards.get(shard) ?? {};
  output.shards.set(shard, traces);
  return traces;
}

const isBelow = (path: string, folder: string): boolean =>
  folder === '.' ? !path.startsWith(`..${sep}`) : path.startsWith(folder + sep);
