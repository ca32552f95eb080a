import type { RecordError } from '../../errors.js';
import { keyedRandom } from '../../random.js';
import type { Fault } from '../faults/fault.js';
import { WaitingRoom } from '../limits/waiting-room.js';
import type { Call } from './call.js';
import type { Clock } from './clock.js';
import type { Served } from './completion.js';
import type { Attempt } from './dispatch.js';
import { rejectError, stopError } from './errors.js';

interface RetryParts {
  retries: number;
  backoffMs: number;
  patienceMs: number;
  clock: Clock;
}

const LONGEST_BACKOFF = 30_000;
/** Attempts that an endpoint is to blame for do not count, but there is an end to everything. */
const MOST_EXCUSED = 100;

/**
 * Makes a call until it has answers, or says why there will be none. The policy is spelt out,
 * since undici's own retry handler leaves out POST:
 *
 * - 429, 5xx, 408, timeouts, resets and broken bodies are tried again `retries` times, after
 *   `backoff` or what the server asks for; then the record is rejected with the last error;
 * - an attempt during which its endpoint was (or fell) sick does not count: waiting for a server
 *   is the business of `balance`, which has a patience of its own;
 * - a prompt that is too long and other 4xx reject the record at once;
 * - a refused key (401, 403) and an empty account stop the run.
 *
 * @throws KeychainError MODEL_KEY_REFUSED, MODEL_QUOTA_SPENT, MODEL_UNREACHABLE; the signal's reason
 */
export function retrying(attempt: Attempt, parts: RetryParts) {
  const room = new WaitingRoom(parts.clock);
  return async (call: Call, signal: AbortSignal): Promise<Served | RecordError> => {
    let counted = 0;
    let last = 'no attempt was made';
    for (let made = 1; counted <= parts.retries && made - counted <= MOST_EXCUSED; made++) {
      const result = await attempt(call, signal);
      if ('answers' in result) return result;
      last = result.message;
      const end = verdict(result, parts.patienceMs);
      if (end) return end;
      if (result.fault === 'one-choice-only') continue;
      if (!result.excused) counted++;
      if (counted <= parts.retries) await room.wait(pause(result, call, made, parts), signal);
    }
    const times = counted === 1 ? 'once' : `${counted} times`;
    return rejectError('MODEL_FAILED', `tried ${times}; last: ${last}`);
  };
}

/** What ends the matter at once; undefined for what is worth another try. */
function verdict({ fault, message, retryAfterMs = 0 }: Fault, patienceMs: number) {
  switch (fault) {
    case 'prompt-too-long':
      return rejectError('PROMPT_TOO_LONG', message);
    case 'refused':
      return rejectError('MODEL_REFUSED', message);
    case 'key-refused':
      throw stopError('MODEL_KEY_REFUSED', message);
    case 'quota-spent':
      throw stopError(
        'MODEL_QUOTA_SPENT',
        `${message}. Top up, then run the same command again: what is answered is kept`,
      );
    default:
      if (retryAfterMs <= patienceMs) return undefined;
      throw stopError(
        'MODEL_UNREACHABLE',
        `${message}; the server asks to wait ${retryAfterMs / 1000} s, longer than the patience ` +
          'for it. Run the same command again then: what is answered is kept',
      );
  }
}

/**
 * Exponential backoff with jitter, in ms. A wait that the server asks for is kept in full, with
 * the jitter on top, so that those who were sent away together do not come back together.
 */
function pause({ retryAfterMs = 0 }: Fault, call: Call, made: number, parts: RetryParts): number {
  const jitter = keyedRandom('backoff', call.id, made).float();
  if (retryAfterMs > 0) return retryAfterMs + jitter * parts.backoffMs;
  const backoff = Math.min(parts.backoffMs * 2 ** (made - 1), LONGEST_BACKOFF);
  return backoff * (0.5 + 0.5 * jitter);
}
