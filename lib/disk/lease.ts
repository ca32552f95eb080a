import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as later } from 'node:timers/promises';
import { KeychainError } from '../errors.js';
import {
  createLease,
  type Holder,
  type LeaseContent,
  lookAt,
  READ_AND_WRITE,
  readContent,
  removeLease,
  replaceLease,
  writeContent,
} from './lease-file.js';
import { makeFolder } from './make-folder.js';
import { countedIn, stateOf, thisProcess } from './process-identity.js';
import { markTemporary, unmarkTemporary } from './temporary.js';
import { writing } from './unwritable.js';

/*
 * One run at a time on an output. Who holds the file at `path` writes the output; the file says who
 * that is, under a random id, and is written anew every two seconds.
 *
 * - Where there is none it is made, which of several only one can do (O_EXCL).
 * - Where there is one, its holder runs, or has ended, or nobody here can know. Of a process that is
 *   counted as this one is, the system knows: the number of a process and when it began are together
 *   nobody else's. One that runs is left alone, however long it is silent; one that has ended is
 *   replaced at once. Of all others the file is looked at, for 15 seconds: if it changes its holder
 *   runs, if not it is stale and is replaced. Looks are counted, not time, so that a run that was
 *   itself stopped meanwhile does not take its own pause for another's.
 * - To replace the lease with the id X one must hold the right to follow X. That is the file
 *   `path.X`, which is a lease itself and had by the same rules: so there is one successor at a time,
 *   and one that is killed is itself followed. It looks again whether X is still what is at `path`:
 *   another may have followed X, and be done with it. Then it gives `path.X`, which says who it is,
 *   the name `path`. This is one step of the file system: at no moment is there no lease.
 * - A holder changes its own file in place, having seen on the same open file that it is its own. So
 *   one that slept too long writes to what was put aside, never to the file of its successor; it
 *   finds out that it was replaced, and `check` says so from then on.
 * - A holder gives back what it holds. If it slept it takes the right to follow itself before, so
 *   that it does not remove what somebody is just replacing.
 *
 * What remains: a machine that stops between the second look and the renaming, for longer than 15
 * seconds, may take the lease from whoever followed in between, who finds out in two seconds.
 * Nothing else than O_EXCL and rename is asked of the file system, so this holds on NFS too.
 */

/** The right to write an output, held by one run at a time. */
export interface Lease {
  /**
   * Sees that it is still held; to be called before something is written. Looks at the disk only if
   * that was not seen just before.
   *
   * @throws KeychainError OUTPUT_IN_USE, if another run has taken it (of a machine that slept);
   *   OUTPUT_UNWRITABLE
   */
  check(): Promise<void>;
  /** Whether it is still held, looked up now; for a process that ends at once. */
  isHeld(): boolean;
  /** Gives it back; may be called more than once. */
  release(): Promise<void>;
}

/** How leases are held and taken; tests take less time, and play processes of elsewhere. */
export interface LeaseRules {
  renewMs: number;
  lookMs: number;
  /** Looks without a change, after which a lease is stale. */
  looks: number;
  /** Where this process says that it is counted. */
  place: string;
}

const RULES: LeaseRules = { renewMs: 2_000, lookMs: 500, looks: 30, place: countedIn() };

/** Where the lease of an output is. */
export const leaseOf = (path: string): string => `${path}.part.lease`;

/** What takes a lease. */
interface Taker {
  me: Holder;
  rules: LeaseRules;
  output: string;
  say: (message: string) => void;
}

/**
 * Takes the lease at a path, which is removed when this process is interrupted.
 *
 * @param path - such as `NAME.part.lease`; its folder is made
 * @param output - what it is a lease of, for messages
 * @param say - is told what is waited for, if anything is
 * @throws KeychainError OUTPUT_IN_USE, OUTPUT_UNWRITABLE
 */
export const takeLease = (
  path: string,
  output: string,
  say: (message: string) => void = () => undefined,
): Promise<Lease> => takeLeaseBy(RULES, path, output, say);

/** {@link takeLease} by other rules. */
export async function takeLeaseBy(
  rules: LeaseRules,
  path: string,
  output: string,
  say: (message: string) => void = () => undefined,
): Promise<Lease> {
  const me: Holder = {
    id: randomBytes(8).toString('hex'),
    ...thisProcess(),
    place: rules.place,
    host: hostname(),
    since: new Date().toISOString(),
  };
  const taken = await writing(output, async () => {
    await makeFolder(dirname(path));
    return obtain(path, { me, rules, output, say });
  });
  return hold(path, taken, me, rules, output);
}

/** Takes the file at a path, by the rules above; says when it was surely held. */
async function obtain(path: string, taker: Taker): Promise<Moment> {
  const { id } = taker.me;
  markTemporary(path, () => lookAt(path)?.id === id);
  try {
    for (;;) {
      const now = moment();
      if (createLease(path, taker.me)) return now;
      const there = lookAt(path);
      if (there?.id === id) return now;
      if (there && (await isLeft(path, there, taker))) await follow(path, there, taker);
    }
  } catch (error) {
    unmarkTemporary(path);
    throw error;
  }
}

/** Replaces what is left at a path, unless somebody else has. */
async function follow(path: string, left: LeaseContent, taker: Taker): Promise<void> {
  const right = `${path}.${left.id}`;
  await obtain(right, taker);
  try {
    if (lookAt(path)?.id === left.id) replaceLease(right, path);
    else removeLease(right);
  } finally {
    unmarkTemporary(right);
  }
}

/**
 * Whether a lease is nobody's any more; not so if another is at its place meanwhile, or none.
 *
 * @throws KeychainError OUTPUT_IN_USE, if its holder runs
 */
async function isLeft(path: string, there: LeaseContent, taker: Taker): Promise<boolean> {
  const { rules, output, say } = taker;
  const state = there.holder ? stateOf(there.holder, rules.place) : 'unknown';
  if (state === 'alive') throw inUse(output, there);
  if (state === 'dead') return true;
  say(`${output}: waiting to see whether ${whoIs(there)} still writes it`);
  for (let look = 0; look < rules.looks; look++) {
    await later(rules.lookMs);
    const now = lookAt(path);
    if (now?.id !== there.id) return false;
    if (!now.bytes.equals(there.bytes)) throw inUse(output, now);
  }
  return true;
}

/** Keeps a lease that was taken. */
function hold(path: string, taken: Moment, me: Holder, rules: LeaseRules, output: string): Lease {
  let seen = taken;
  let renewals = 0;
  let lost: KeychainError | undefined;
  let last = Promise.resolve();
  let underWay = 0;
  let isReleased = false;
  const timer = setInterval(() => {
    if (underWay === 0) renew().catch(() => undefined);
  }, rules.renewMs).unref();

  /** Nobody can have replaced it: half of what others wait before they do has not passed. */
  const isYoung = (): boolean => isWithin(seen, (rules.looks * rules.lookMs) / 2);

  function stop(): void {
    clearInterval(timer);
    unmarkTemporary(path);
  }

  /**
   * One after the other: what one sees that began before this process slept is not what is there
   * now.
   */
  function renew(): Promise<void> {
    underWay++;
    const done = () => {
      underWay--;
    };
    last = last
      .catch(() => undefined)
      .then(renewOnce)
      .finally(done);
    return last;
  }

  async function renewOnce(): Promise<void> {
    const now = moment();
    const there = await rewrite(path, { ...me, renewals: renewals + 1 });
    if (there?.id === me.id) {
      renewals++;
      seen = now;
    } else if (!isReleased) {
      lost = new KeychainError(
        'OUTPUT_IN_USE',
        `${output}: this run was stopped for a while, and ${there ? whoIs(there) : 'another run'} has taken it over; start the same command again when that one has ended`,
      );
      stop();
    }
  }

  return {
    async check() {
      if (!lost && !isYoung()) await writing(output, renew);
      if (lost) throw lost;
    },
    isHeld: () => lookAt(path)?.id === me.id,
    async release() {
      if (isReleased) return;
      isReleased = true;
      stop();
      await last.catch(() => undefined);
      giveBack(path, me, isYoung());
    },
  };
}

/** Writes the file at a path anew, if it is the holder's; gives what was there. */
async function rewrite(
  path: string,
  content: Holder & { renewals: number },
): Promise<LeaseContent | undefined> {
  const file = await open(path, READ_AND_WRITE).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  try {
    const there = file && readContent(await file.readFile());
    if (there?.id === content.id) await file?.write(writeContent(content), 0);
    return there;
  } finally {
    await file?.close();
  }
}

/** Removes what is held. What cannot be removed is found to be nobody's by the next run. */
function giveBack(path: string, me: Holder, isSafe: boolean): void {
  const right = `${path}.${me.id}`;
  try {
    if (!isSafe && !createLease(right, me)) return;
    if (lookAt(path)?.id === me.id) removeLease(path);
    if (!isSafe) removeLease(right);
  } catch {
    // The disk fails; whoever writes there has been told.
  }
}

const inUse = (output: string, there: LeaseContent): KeychainError =>
  new KeychainError(
    'OUTPUT_IN_USE',
    `${output}: ${whoIs(there)} is writing it just now; wait until that one has ended, or name another place with --save-dir or --out`,
  );

function whoIs({ holder }: LeaseContent): string {
  if (!holder) return 'another run';
  return `process ${holder.pid} on ${holder.host} (since ${holder.since})`;
}

/** A moment by both clocks: the one stands still while a machine sleeps, the other can be set. */
interface Moment {
  running: number;
  clock: number;
}

const moment = (): Moment => ({ running: performance.now(), clock: Date.now() });

const isWithin = ({ running, clock }: Moment, ms: number): boolean =>
  performance.now() - running < ms && Math.abs(Date.now() - clock) < ms;
