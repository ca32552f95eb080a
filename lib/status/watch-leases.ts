import { stat } from 'node:fs/promises';
import { setTimeout as later } from 'node:timers/promises';
import { type LeaseContent, lookAt } from '../disk/lease-file.js';
import { countedIn, stateOf } from '../disk/process-identity.js';

/*
 * Whether somebody keeps a lease up. Of a process of this machine the system knows. Of all others the
 * content is looked at for three seconds, since a holder writes it anew every two: what changes is
 * alive. Nothing is concluded from a time of day, as the clocks of machines and of a file server
 * differ; they only say how long to wait. A lease that has not changed, and seems younger than a
 * minute, is given the 15 seconds after which another run would take it. So what may be wrong is
 * "stopped", for a run whose machine or disk stands still.
 *
 * Each look opens the file anew: that is when network file systems ask their server.
 */

/** How leases are watched; tests take less time, and play another machine. */
export interface WatchRules {
  /** Where this process says that it is counted. */
  place: string;
  lookMs: number;
  /** Looks at all leases, as long as any may be alive. */
  looks: number;
  /** Looks at those that have not changed and seem young. */
  mostLooks: number;
  youngMs: number;
}

export const WATCH_RULES: WatchRules = {
  place: countedIn(),
  lookMs: 500,
  looks: 6,
  mostLooks: 30,
  youngMs: 60_000,
};

/** A lease that is watched. */
export interface WatchedLease {
  /** `gone` if it was given back while it was looked at. */
  state: 'alive' | 'dead' | 'unknown' | 'gone';
  first: LeaseContent;
  /** How far the clock of its folder is ahead of the one here, in ms; known where it has changed. */
  ahead?: number;
}

/**
 * The lease at a path at first sight, if there is one.
 *
 * @throws what the system says
 */
export function openLease(
  path: string,
  { place }: Pick<WatchRules, 'place'>,
): WatchedLease | undefined {
  const first = lookAt(path);
  return first && { first, state: first.holder ? stateOf(first.holder, place) : 'unknown' };
}

/** Looks at leases until it is known of each whether it is alive; at least `looks` times if any is. */
export async function watchLeases(
  leases: ReadonlyMap<string, WatchedLease>,
  { lookMs, looks, mostLooks, youngMs }: WatchRules,
): Promise<void> {
  const open = new Map([...leases].filter(([, { state }]) => state !== 'dead'));
  for (let look = 1; look <= mostLooks && open.size > 0; look++) {
    await later(lookMs);
    for (const [path, lease] of open) {
      await lookAgain(path, lease);
      const isWaitedFor = lease.state === 'unknown' && (await seemsYoung(path, youngMs));
      if (look >= looks && !isWaitedFor) open.delete(path);
    }
  }
}

async function lookAgain(path: string, lease: WatchedLease): Promise<void> {
  let now: LeaseContent | undefined;
  try {
    now = lookAt(path);
  } catch {
    // Where the file has just been replaced, a network file system may say that it is stale.
    return;
  }
  if (now === undefined) {
    lease.state = 'gone';
  } else if (!now.bytes.equals(lease.first.bytes) && lease.ahead === undefined) {
    lease.state = 'alive';
    lease.ahead = (await changed(path)) - Date.now();
  }
}

const seemsYoung = async (path: string, youngMs: number): Promise<boolean> =>
  Math.abs((await changed(path)) - Date.now()) < youngMs;

/** When a file was written last, in ms since 1970; 0 where it is no more. */
const changed = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
