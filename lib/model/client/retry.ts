import type { RecordError } from '../../errors.js';
import type { Clock } from '../../network/clock.js';
import { keyedRandom } from '../../random.js';
import { type Fault, isOfRecord } from '../faults/fault.js';
import { WaitingRoom } from '../limits/waiting-room.js';
import type { Call } from './call.js';
import type { Served } from './completion.js';
import type { Attempt } from './dispatch.js';
import { rejectError } from './errors.js';

interface RetryParts {
  retries: number;
  backoffMs: number;
  clock: Clock;
}

const LONGEST_BACKOFF = 30_000;
/** Attempts that an endpoint is to blame for do not count, but there is an end to everything. */
const MOST_EXCUSED = 100;
/** Being throttled costs time, and it is the endpoint whose patience runs out. */
const MOST_THROTTLED = 10_000;

/**
 * Makes a call until it has answers, or says why there will be none. The policy is spelt out,
 * since undici's own retry handler leaves out POST:
 *
 * - 5xx, timeouts, resets and broken bodies are tried again `retries` times, at another endpoint
 *   first, after `backoff`; then the record is rejected with the last error;
 * - an attempt during which its endpoint was (or fell) sick, was throttled, or was asked for what
 *   it cannot do, does not count: waiting for a server is the business of `balance`, which has a
 *   patience of its own;
 * - what the record causes (too long, refused for its content, another 4xx) is asked of the
 *   other endpoints, and rejects the record when all have refused it;
 * - a refused key, an empty account and what is not served put the endpoint out, and end the run
 *   when none is left.
 *
 * @throws KeychainError MODEL_*; the signal's reason
 */
export function retrying(attempt: Attempt, parts: RetryParts) {
  const room = new WaitingRoom(parts.clock);
  return async (call: Call, signal: AbortSignal): Promise<Served | RecordError> => {
    const refusedBy = new Set<string>();
    let refusal: Fault | undefined;
    let failedBy: string | undefined;
    let counted = 0;
    let excused = 0;
    let last = 'no attempt was made';
    for (let made = 1; counted <= parts.retries && excused <= MOST_EXCUSED; made++) {
      const result = await attempt({ call, refusedBy, failedBy }, signal);
      if (result === undefined) return rejected(refusal!);
      if ('answers' in result) return result;
      last = result.message;
      if (isOfRecord(result.fault)) {
        refusal = tellingOf(refusal, result);
        refusedBy.add(result.by!);
        continue;
      }
      failedBy = result.by;
      if (result.excused) {
        excused += result.fault === 'busy' ? MOST_EXCUSED / MOST_THROTTLED : 1;
        continue;
      }
      counted++;
      if (counted <= parts.retries) await room.wait(pause(call, made, parts), signal);
    }
    const times = counted === 1 ? 'once' : `${counted} times`;
    return rejectError('MODEL_FAILED', `tried ${times}; last: ${last}`);
  };
}

/** Of two refusals the one that says more: another server may just not know the model. */
const tellingOf = (one: Fault | undefined, other: Fault): Fault =>
  one === undefined || one.fault === 'refused' ? other : one;

const rejected = ({ fault, message }: Fault): RecordError =>
  rejectError(fault === 'prompt-too-long' ? 'PROMPT_TOO_LONG' : 'MODEL_REFUSED', message);

/**
 * Exponential backoff with jitter, in ms, so that those who were sent away together do not come
 * back together. What a server asks to wait is kept by `balance`, for the endpoint.
 */
function pause(call: Call, made: number, parts: RetryParts): number {
  const backoff = Math.min(parts.backoffMs * 2 ** (made - 1), LONGEST_BACKOFF);
  return backoff * (0.5 + 0.5 * keyedRandom('backoff', call.id, made).float());
}
