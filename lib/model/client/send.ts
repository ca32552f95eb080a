import type { Lease } from '../endpoints/balance.js';
import type { ChoiceLimit } from '../endpoints/choice-limit.js';
import type { Outcome } from '../endpoints/health.js';
import { classify } from '../faults/classify.js';
import { type Fault, networkFault } from '../faults/fault.js';
import type { ApiKey } from './api-key.js';
import type { Call } from './call.js';
import type { Clock } from './clock.js';
import type { Served } from './completion.js';
import { onAbort } from './signals.js';

export interface SendParts {
  choiceLimit: ChoiceLimit;
  /** Time for the whole attempt, in ms. */
  timeoutMs: number;
  key: ApiKey;
  clock: Clock;
}

/**
 * Sends a call to the endpoint that was taken for it, and gives the endpoint back.
 *
 * @throws the signal's reason
 */
export async function send(
  call: Call,
  lease: Lease,
  { timeoutMs, key, clock, choiceLimit }: SendParts,
  signal: AbortSignal,
): Promise<Served | Fault> {
  const { endpoint } = lease;
  const choices = Math.min(call.choices, choiceLimit.of(endpoint));
  const timer = new AbortController();
  const unlisten = onAbort(signal, () => timer.abort());
  const cancel = clock.after(timeoutMs, () => timer.abort());
  let result: Served | Fault;
  try {
    const reply = await endpoint.send(call.body(choices), timer.signal);
    result = classify(reply, { endpoint: endpoint.name, choices, key, clock });
  } catch (error) {
    if (signal.aborted) {
      lease.end('taken-back', '');
      throw signal.reason;
    }
    const message = `${endpoint.name} gave no answer within ${timeoutMs / 1000} s`;
    result = timer.signal.aborted
      ? { fault: 'timeout', message }
      : networkFault(error, endpoint.name);
  } finally {
    unlisten();
    cancel();
  }
  if ('answers' in result) {
    lease.end('answered', '');
    choiceLimit.learn(endpoint, choices, result.answers.length);
    return result;
  }
  if (result.fault === 'one-choice-only') choiceLimit.oneOnly(endpoint);
  return { ...result, excused: lease.end(outcomeOf(result), result.message, result.retryAfterMs) };
}

function outcomeOf({ fault }: Fault): Outcome {
  if (fault === 'throttled' || fault === 'unreachable') return fault;
  return fault === 'server-error' || fault === 'timeout' || fault === 'reset'
    ? 'failed'
    : 'answered';
}
