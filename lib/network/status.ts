import { TransientError } from './attempts.js';
import type { Clock } from './clock.js';
import { retryAfter } from './retry-after.js';
import type { Reply } from './web.js';

/** Statuses of a server that is busy or out of order, not of a request that is wrong. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);

/**
 * Sees that a server is not merely busy or out of order.
 *
 * @throws TransientError with how long the server asks to wait
 */
export async function refusePassing(reply: Reply, clock: Clock): Promise<void> {
  const { status, header, url } = reply;
  if (!PASSING.has(status)) return;
  await reply.body.dump();
  const waitMs = retryAfter({ status, header, text: '' }, clock);
  const what = status === 429 ? 'asks for fewer requests' : 'is out of order';
  throw new TransientError(`${url.host} ${what} (${status})`, { waitMs });
}
