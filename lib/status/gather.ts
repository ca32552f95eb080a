import { performance } from 'node:perf_hooks';
import type { Found, Places } from './find-traces.js';
import { groupByOutput } from './group.js';
import { type EndedJob, readJobs } from './jobs.js';
import type { OutputTraces } from './output.js';
import { perSecond } from './rate.js';
import { type ReadLog, readLog } from './read-log.js';
import { readManifestTrace } from './read-manifest.js';
import type { Reader } from './reader.js';
import type { LeaseTrace, Traces } from './state.js';
import { openLease, type WatchedLease, type WatchRules, watchLeases } from './watch-leases.js';

/** What runs have left, read. */
export interface Gathered {
  outputs: OutputTraces[];
  /** Jobs that have ended badly, and of no output in particular. */
  jobs: EndedJob[];
}

/**
 * Reads what was found, and watches what goes on for a few seconds, all of it at once. In memory is
 * what is told of a file, and one file's end.
 */
export async function gatherTraces(
  { files: places, launches }: Found,
  rules: WatchRules,
  read: Reader,
): Promise<Gathered> {
  const leases = new Map<string, WatchedLease>();
  for (const { lease: path } of places.values()) {
    const lease = await read(path, async each => openLease(each, rules));
    if (path !== undefined && lease) leases.set(path, lease);
  }
  const first = await readLogs(places, read);
  const began = performance.now();
  await watchLeases(leases, rules);
  const last = await readLogs(places, read);
  const seconds = (performance.now() - began) / 1000;
  const now = Date.now() + clockAhead([...leases.values()]);

  const files = new Map<string, Traces>();
  for (const [base, { manifest, keptLog, lease: leasePath }] of places) {
    const log = last.get(base);
    const watched = leases.get(leasePath ?? '');
    const lease = watched?.state === 'gone' ? undefined : watched;
    // A run that ends takes its log away last: without a log, its manifest is there.
    const told = await read(manifest, readManifestTrace);
    const kept = await read(keptLog, readLog);
    // Other programs use such names too, and runs end while they are looked at.
    if (!log && !lease && !told && !kept) continue;
    const since = lease?.first.holder && Date.parse(lease.first.holder.since);
    files.set(base, {
      manifest: told,
      keptLog: kept,
      log,
      lease: lease && leaseTrace(lease),
      lastBlockAge: log && Math.max(0, now - log.changed) / 1000,
      perSecond: log && perSecond({ first: first.get(base), last: log, seconds, since }),
    });
  }
  const outputs = groupByOutput(files);
  return { outputs, jobs: await readJobs(launches, outputs, read) };
}

/** Logs of what is under way, by their outputs. */
async function readLogs(
  places: ReadonlyMap<string, Places>,
  read: Reader,
): Promise<Map<string, ReadLog>> {
  const logs = new Map<string, ReadLog>();
  for (const [base, { log: path }] of places) {
    const log = await read(path, readLog);
    if (log) logs.set(base, log);
  }
  return logs;
}

/** How far the clock of the folder is ahead, as leases that change have told; else 0. In ms. */
const clockAhead = (leases: readonly WatchedLease[]): number => {
  const told = leases.flatMap(({ ahead }) => ahead ?? []);
  return told.length === 0 ? 0 : Math.max(...told);
};

const leaseTrace = ({ state, first: { holder } }: WatchedLease): LeaseTrace => ({
  isAlive: state === 'alive',
  ...(holder && { writer: { host: holder.host, pid: holder.pid } }),
});
