import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync, statSync, utimesSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from './temporary.js';

/*
 * A temporary folder in a place that outlives its process, such as a cache on a shared volume. What
 * is left of a process that was killed is removed by the next one; what belongs to one that is alive is
 * not. A process is known to be dead only by those that count processes as it did: two containers
 * may both be process 1. So a folder's name says where its process was counted, and which one it
 * was; elsewhere a folder is given up when nothing in it has changed for an hour, while whoever is
 * alive touches its own every minute.
 */

const TOUCHED_EVERY_MS = 60_000;
const GIVEN_UP_AFTER_MS = 3_600_000;

/** Makes a folder whose name begins with `prefix`; see {@link removeLeftBehind}. */
export function claimedFolder(parent: string, prefix: string): TemporaryFolder {
  const { path, remove } = temporaryFolder(parent, `${prefix}${countedIn()}-${process.pid}-`);
  const touching = setInterval(() => touch(path), TOUCHED_EVERY_MS).unref();
  return {
    path,
    remove() {
      clearInterval(touching);
      remove();
    },
  };
}

/** Removes the claimed folders of processes that are no more; one that cannot be removed stays. */
export async function removeLeftBehind(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const claim = name.startsWith(prefix) && CLAIM.exec(name.slice(prefix.length));
    if (!claim) continue;
    const path = join(parent, name);
    const [, place, pid] = claim;
    const isDead = place === countedIn() && !isAlive(Number(pid));
    if (isDead || (await isGivenUp(path))) {
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

const CLAIM = /^([0-9a-f]{8})-(\d+)-\w{6}$/;

let counted: string | undefined;

/** Where this process has its number: this boot of this machine, and the container in it. */
function countedIn(): string {
  counted ??= createHash('sha256')
    .update([hostname(), ofSystem(BOOT), ofSystem(CONTAINER)].join('\n'))
    .digest('hex')
    .slice(0, 8);
  return counted;
}

const BOOT = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
const CONTAINER = (): string => readlinkSync('/proc/self/ns/pid');

/** What the system says, or nothing where it has no such file. */
function ofSystem(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Whether nothing in a folder has changed for long. */
async function isGivenUp(path: string): Promise<boolean> {
  const names = await readdir(path).catch(() => []);
  const paths = [path, ...names.map(name => join(path, name))];
  const times = await Promise.all(
    paths.map(each =>
      stat(each).then(
        s => s.mtimeMs,
        () => 0,
      ),
    ),
  );
  return Math.max(...times) < Date.now() - GIVEN_UP_AFTER_MS;
}

function touch(path: string): void {
  try {
    const { atime } = statSync(path);
    utimesSync(path, atime, new Date());
  } catch {
    // It has just been removed, or the disk fails: whoever writes there is told.
  }
}
