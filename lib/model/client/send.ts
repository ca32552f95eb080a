import type { Clock } from '../../network/clock.js';
import type { Lease } from '../endpoints/balance.js';
import { classify } from '../faults/classify.js';
import { type Fault, networkFault } from '../faults/fault.js';
import type { ApiKey } from './api-key.js';
import type { Call } from './call.js';
import type { Served } from './completion.js';
import { onAbort } from './signals.js';

export interface SendParts {
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
  parts: SendParts,
  signal: AbortSignal,
): Promise<Served | Fault> {
  const { name } = lease.endpoint;
  let ending: Served | Fault | undefined;
  try {
    ending = await exchange(call, lease, parts, signal);
  } catch (error) {
    lease.end(undefined);
    throw error;
  }
  const excused = lease.end(ending);
  return 'fault' in ending ? { ...ending, excused, by: name } : ending;
}

async function exchange(
  call: Call,
  { endpoint, manner, known }: Lease,
  { timeoutMs, key, clock }: SendParts,
  signal: AbortSignal,
): Promise<Served | Fault> {
  const headers = await key.headers();
  signal.throwIfAborted();
  const timer = new AbortController();
  const unlisten = onAbort(signal, () => timer.abort());
  const cancel = clock.after(timeoutMs, () => timer.abort());
  try {
    const sent = call.body(manner);
    const reply = await endpoint.send(sent, headers, timer.signal);
    const about = { endpoint: endpoint.name, asked: manner, sent, ...known(), key, clock };
    const result = classify(reply, about);
    if ('answers' in result) key.worked();
    else if (result.fault === 'key-refused' && (await key.renew(headers))) {
      return { ...result, fault: 'server-error' };
    }
    return result;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (!timer.signal.aborted) {
      const fault = networkFault(error, endpoint.name);
      // One that has answered is no other server: a balancer's odd one, or a broken answer.
      return fault.fault === 'not-served' && known().hasAnswered
        ? { ...fault, fault: 'reset' }
        : fault;
    }
    const message = `${endpoint.name} gave no answer within ${timeoutMs / 1000} s; raise --timeout, or ask fewer at once (--concurrency)`;
    return { fault: 'timeout', message, mayBeBilled: true };
  } finally {
    unlisten();
    cancel();
  }
}
