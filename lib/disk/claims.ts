import { statSync, utimesSync } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { countedIn, hasProcess } from './process-identity.js';
import { type TemporaryFolder, temporaryFolder } from './temporary.js';

/*
 * Files and folders in work, in places that outlive their process, such as a cache on a shared volume
 * or the folder of an output. What is left of a process that was killed is removed by the next one;
 * what belongs to one that is alive is not. A process is known to be dead only by those that count
 * processes as it did: two containers may both be process 1. So a name says where its process was
 * counted, and which one it was - which also keeps two containers from writing to one file.
 * Elsewhere a thing is given up when nothing of it has changed for long.
 */

const TOUCHED_EVERY_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Whoever is alive touches a folder every minute. */
const FOLDER_GIVEN_UP_AFTER_MS = HOUR_MS;
/** A file changes as it is written to, for which a model may be waited for. */
const FILE_GIVEN_UP_AFTER_MS = 24 * HOUR_MS;

/** What this process puts behind the names of its files in work; see {@link removeLeftBehind}. */
export const claim = (): string => `${countedIn()}-${process.pid}`;

/** Makes a folder whose name begins with `prefix`; see {@link removeLeftBehind}. */
export function claimedFolder(parent: string, prefix: string): TemporaryFolder {
  const { path, remove } = temporaryFolder(parent, `${prefix}${claim()}-`);
  const touching = setInterval(() => touch(path), TOUCHED_EVERY_MS).unref();
  return {
    path,
    remove() {
      clearInterval(touching);
      remove();
    },
  };
}

/**
 * Removes what processes that are no more have claimed: what is named `prefix` and a claim. What
 * cannot be removed stays.
 */
export async function removeLeftBehind(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const claimed = name.startsWith(prefix) && CLAIM.exec(name.slice(prefix.length));
    if (!claimed) continue;
    const path = join(parent, name);
    const [, place, pid] = claimed;
    if (place === countedIn() && Number(pid) === process.pid) continue;
    const isDead = place === countedIn() && !hasProcess(Number(pid));
    if (isDead || (await isGivenUp(path))) {
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

/** The number of another process, counted as this one is, that is alive and has claimed the same. */
export async function otherClaim(parent: string, prefix: string): Promise<number | undefined> {
  for (const name of await readdir(parent).catch(() => [])) {
    const claimed = name.startsWith(prefix) && CLAIM.exec(name.slice(prefix.length));
    if (!claimed || claimed[1] !== countedIn()) continue;
    const pid = Number(claimed[2]);
    if (pid !== process.pid && hasProcess(pid)) return pid;
  }
  return undefined;
}

const CLAIM = /^([0-9a-f]{8})-(\d+)(?:-\w{6})?$/;

/** Whether nothing in a folder, or of a file, has changed for long. */
async function isGivenUp(path: string): Promise<boolean> {
  const names = await readdir(path).catch(() => undefined);
  const paths = [path, ...(names ?? []).map(name => join(path, name))];
  const timeOf = (each: string) =>
    lstat(each).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
  const last = Math.max(...(await Promise.all(paths.map(timeOf))));
  return last < Date.now() - (names ? FOLDER_GIVEN_UP_AFTER_MS : FILE_GIVEN_UP_AFTER_MS);
}

function touch(path: string): void {
  try {
    const { atime } = statSync(path);
    utimesSync(path, atime, new Date());
  } catch {
    // It has just been removed, or the disk fails: whoever writes there is told.
  }
}
