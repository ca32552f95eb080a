import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Which process something belongs to. A process number alone says little: another container counts
 * its own, and after a while the same number is given again.
 */
export interface ProcessIdentity {
  /** Where the process is counted; see {@link countedIn}. */
  readonly place: string;
  readonly pid: number;
  /** When it began, in clock ticks since the machine did; null where the system does not say. */
  readonly start: number | null;
}

/** The process that runs this. */
export const thisProcess = (): ProcessIdentity => ({
  place: countedIn(),
  pid: process.pid,
  start: statOf(process.pid)?.start ?? null,
});

let counted: string | undefined;

/** Where this process has its number: this boot of this machine, and the container in it. */
export function countedIn(): string {
  counted ??= createHash('sha256')
    .update([hostname(), ofSystem(BOOT), ofSystem(CONTAINER)].join('\n'))
    .digest('hex')
    .slice(0, 8);
  return counted;
}

/**
 * Whether a process is known to run, or known to have ended. Of one that is counted elsewhere, or
 * whose number is in use where the system does not say since when, neither is known.
 */
export function stateOf(
  { pid, place, start }: ProcessIdentity,
  here = countedIn(),
): 'alive' | 'dead' | 'unknown' {
  if (place !== here) return 'unknown';
  if (!hasProcess(pid)) return 'dead';
  const stat = statOf(pid);
  if (stat === undefined || start === null) return 'unknown';
  return stat.start === start && !stat.isOver ? 'alive' : 'dead';
}

/** Whether there is a process of this number, counted as this one is. */
function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** What Linux says of a process (`man 5 proc_pid_stat`); a zombie has ended, and is not yet fetched. */
function statOf(pid: number): { start: number; isOver: boolean } | undefined {
  const stat = ofSystem(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  // The name before it may hold blanks and parentheses of its own.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const start = Number(fields[START]);
  return stat !== '' && Number.isSafeInteger(start)
    ? { start, isOver: state === 'Z' || state === 'X' }
    : undefined;
}

/** Field 22 of the file, counted from behind the state, which is field 3. */
const START = 22 - 4;
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
