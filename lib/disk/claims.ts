import { statSync, utimesSync } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProcessIdentity, stateOf, thisProcess } from './process-identity.js';
import { type TemporaryFolder, temporaryFolder } from './temporary.js';

/*
 * Folders in work, in places that outlive their process, such as a cache on a shared volume. What is
 * left of a process that was killed is removed by the next one; what belongs to one that is alive is
 * not. A process is known to be dead only by those that count processes as it did: two containers may
 * both be process 1. So a name says which process it is of, and where that was counted. Elsewhere a
 * folder is given up when nothing of it has changed for long: whoever is alive touches it every
 * minute.
 */

const TOUCHED_EVERY_MS = 60_000;
const GIVEN_UP_AFTER_MS = 3_600_000;

/** Makes a folder whose name begins with `prefix`; see {@link removeLeftBehind}. */
export function claimedFolder(parent: string, prefix: string): TemporaryFolder {
  const { place, pid, start } = thisProcess();
  const { path, remove } = temporaryFolder(parent, `${prefix}${place}-${pid}-${start ?? ''}-`);
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
 * Removes the folders of processes that are no more, which are named `prefix` and a process. What
 * cannot be removed stays.
 */
export async function removeLeftBehind(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const claimed = name.startsWith(prefix) && claimantOf(name.slice(prefix.length));
    if (!claimed) continue;
    const path = join(parent, name);
    const state = stateOf(claimed);
    if (state === 'dead' || (state === 'unknown' && (await isGivenUp(path)))) {
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

/** The process that a name speaks of, if it does. */
function claimantOf(name: string): ProcessIdentity | undefined {
  const [, place, pid, start] = /^([0-9a-f]{8})-([1-9]\d*)-(\d*)-\w{6}$/.exec(name) ?? [];
  if (place === undefined) return undefined;
  return { place, pid: Number(pid), start: start === '' ? null : Number(start) };
}

/** Whether nothing in a folder has changed for long. */
async function isGivenUp(path: string): Promise<boolean> {
  const names = await readdir(path).catch(() => []);
  const timeOf = (each: string) =>
    lstat(each).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
  const last = Math.max(
    ...(await Promise.all([path, ...names.map(name => join(path, name))].map(timeOf))),
  );
  return last < Date.now() - GIVEN_UP_AFTER_MS;
}

function touch(path: string): void {
  try {
    const { atime } = statSync(path);
    utimesSync(path, atime, new Date());
  } catch {
    // It has just been removed, or the disk fails: whoever writes there is told.
  }
}
