import { type Lease, takeLease } from '../disk/lease.js';
import { KeychainError } from '../errors.js';
import type { Clock } from './clock.js';

const LOOK_MS = 500;

export interface TurnParts {
  /** Path of the lease. */
  lease: string;
  /** What it is a lease of, for people. */
  name: string;
  /** Whether what is waited for is there. */
  isDone(): Promise<boolean>;
  say(message: string): void;
  clock: Clock;
}

/**
 * Takes a lease, waiting for a process that has it; undefined where that one has done what was to be
 * done.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE
 */
export async function inTurn({
  lease,
  name,
  isDone,
  say,
  clock,
}: TurnParts): Promise<Lease | undefined> {
  for (let looks = 0; ; looks++) {
    if (await isDone()) return undefined;
    try {
      const taken = await takeLease(lease, name);
      if (!(await isDone())) return taken;
      await taken.release();
      return undefined;
    } catch (error) {
      if (!(error instanceof KeychainError) || error.code !== 'OUTPUT_IN_USE') throw error;
      if (looks === 0) say(`${name}: another process is fetching it; waiting for that one`);
      await new Promise<void>(resolve => clock.after(LOOK_MS, resolve));
    }
  }
}
