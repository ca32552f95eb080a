import { KeychainError } from '../errors.js';
import type { Clock } from './clock.js';

interface TransientParts {
  cause?: unknown;
  /** How long to wait, in ms, as far as a server says so. */
  waitMs?: number | undefined;
  /** Attempts in a row that may end like this. */
  most?: number;
  /** Something has come before: nothing of it is lost, and it counts as a new start. */
  hasProgressed?: boolean;
}

/** What may go well when it is tried again. */
export class TransientError extends Error {
  readonly waitMs: number | undefined;
  readonly most: number;
  readonly hasProgressed: boolean;

  constructor(message: string, { cause, waitMs, most = MOST, hasProgressed }: TransientParts = {}) {
    super(message, { cause });
    this.name = 'TransientError';
    this.waitMs = waitMs;
    this.most = most;
    this.hasProgressed = hasProgressed ?? false;
  }
}

const MOST = 5;
const FIRST_WAIT_MS = 1_000;
/** Nobody waits longer at a terminal: the Hub counts requests in windows of five minutes. */
const LONGEST_WAIT_MS = 310_000;

export interface AttemptParts {
  clock: Clock;
  /** Is told of each failure, and when it is tried again. */
  say(message: string): void;
  /** What else can be done, for the last error. */
  way: string;
}

/**
 * Does something until it goes well, waiting longer each time, or as long as a server says.
 *
 * @throws KeychainError DOWNLOAD_FAILED when it has not gone well often enough in a row; what else
 *   `work` throws, at once
 */
export async function attempts<T>(work: () => Promise<T>, parts: AttemptParts): Promise<T> {
  for (let failed = 1; ; failed++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      if (error.hasProgressed) failed = 1;
      const waitMs = error.waitMs ?? FIRST_WAIT_MS * 2 ** (failed - 1);
      if (failed >= error.most || waitMs > LONGEST_WAIT_MS) throw givenUp(error, failed, parts);
      parts.say(`${error.message}; again in ${Math.ceil(waitMs / 1000)} s`);
      await new Promise<void>(resolve => parts.clock.after(waitMs, resolve));
    }
  }
}

function givenUp(error: TransientError, tried: number, { way }: AttemptParts): KeychainError {
  const asks = error.waitMs === undefined ? '' : `, and asks to wait ${error.waitMs / 1000} s`;
  const times = tried === 1 ? '' : `, tried ${tried} times`;
  return new KeychainError('DOWNLOAD_FAILED', `${error.message}${asks}${times}; ${way}`, {
    cause: error,
  });
}
