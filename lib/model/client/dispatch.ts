import pLimit from 'p-limit';
import type { Balance, Lease, Wanted } from '../endpoints/balance.js';
import type { Fault } from '../faults/fault.js';
import type { Budget } from '../limits/budget.js';
import type { Rate } from '../limits/rate.js';
import { Turnstile } from '../limits/turnstile.js';
import type { Call } from './call.js';
import type { Served } from './completion.js';
import { type SendParts, send } from './send.js';
import { spendOf } from './spend.js';

/** A call, and what is known of its earlier attempts. */
export interface Asked extends Pick<Wanted, 'refusedBy' | 'failedBy'> {
  call: Call;
}

/** Makes one attempt at a call; undefined if nobody is left who has not refused it. */
export type Attempt = (asked: Asked, signal: AbortSignal) => Promise<Served | Fault | undefined>;

interface DispatchParts extends SendParts {
  concurrency: number;
  balance: Balance;
  rate: Rate;
  budget: Budget;
}

/** One attempt: wait for a free slot, the budget, an endpoint and the rate limit; then send. */
export function dispatcher(parts: DispatchParts): Attempt {
  const limit = pLimit(parts.concurrency);
  const { balance, rate, budget } = parts;
  const turnstile = new Turnstile();

  /** Rate first, endpoint last: the rate limit counts requests at the time they are sent. */
  const admitted = async (
    wanted: Wanted,
    tokens: number,
    signal: AbortSignal,
  ): Promise<Lease | undefined> => {
    for (;;) {
      if (!(await balance.ready(wanted, signal))) return undefined;
      await rate.admit(tokens, signal);
      const lease = balance.take(wanted);
      if (lease) return lease;
      rate.correct(tokens, 0);
    }
  };

  const attempt: Attempt = async ({ call, refusedBy, failedBy }, signal) => {
    signal.throwIfAborted();
    const { id, choices, promptTokens } = call;
    const wanted: Wanted = { id, choices, promptTokens, refusedBy, failedBy };
    const reservation = await budget.reserve({ promptTokens, choices }, signal);
    const tokens = promptTokens + choices * budget.answerTokens;
    let used = { promptTokens: 0, completionTokens: 0 };
    try {
      const admit = () => admitted(wanted, tokens, signal);
      // One waits for an endpoint at a time; who has a narrower choice does not hold up the rest.
      const lease = await (refusedBy.size > 0 ? admit() : turnstile.pass(admit));
      if (!lease) return undefined;
      reservation.sent();
      const result = await send(call, lease, parts, signal);
      used = spendOf(result, {
        promptTokens,
        choices: lease.manner.choices,
        answerTokens: budget.answerTokens,
      });
      if ('answers' in result) rate.correct(tokens, used.promptTokens + used.completionTokens);
      return result;
    } finally {
      reservation.settle(used);
    }
  };

  return (asked, signal) => limit(attempt, asked, signal);
}
