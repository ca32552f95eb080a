import type { Clock } from '../../network/clock.js';
import { TokenBucket } from './token-bucket.js';

export interface Rate {
  /** Resolves when one more request of about that many tokens may be sent. */
  admit(tokens: number, signal: AbortSignal): Promise<void>;
  /** Says how many tokens the request really took. */
  correct(estimated: number, used: number): void;
}

/** Limits the requests and the tokens a minute; Infinity is no limit. */
export function rateLimit(rpm: number, tpm: number, clock: Clock): Rate {
  const requests = Number.isFinite(rpm) ? new TokenBucket(rpm, clock) : undefined;
  const tokens = Number.isFinite(tpm) ? new TokenBucket(tpm, clock) : undefined;
  return {
    async admit(amount, signal) {
      await tokens?.take(amount, signal);
      await requests?.take(1, signal);
    },
    correct: (estimated, used) => tokens?.giveBack(estimated - used),
  };
}
