import pLimit from 'p-limit';
import type { Balance, Lease } from '../endpoints/balance.js';
import type { Fault } from '../faults/fault.js';
import type { Budget, Spend } from '../limits/budget.js';
import type { Rate } from '../limits/rate.js';
import type { Call } from './call.js';
import type { Served } from './completion.js';
import { type SendParts, send } from './send.js';

/** Makes one attempt at a call. */
export type Attempt = (call: Call, signal: AbortSignal) => Promise<Served | Fault>;

interface DispatchParts extends SendParts {
  concurrency: number;
  balance: Balance;
  rate: Rate;
  budget: Budget;
  /** Tokens of one answer at most, as far as it is known. */
  answerTokens: number;
}

/** One attempt: wait for a free slot, the budget, an endpoint and the rate limit; then send. */
export function dispatcher(parts: DispatchParts): Attempt {
  const limit = pLimit(parts.concurrency);
  const { balance, rate, budget } = parts;

  /** Rate first, endpoint last: the rate limit counts requests at the time they are sent. */
  const admitted = async (call: Call, tokens: number, signal: AbortSignal): Promise<Lease> => {
    for (;;) {
      await balance.ready(signal);
      await rate.admit(tokens, signal);
      const lease = balance.take(call.id);
      if (lease) return lease;
      rate.correct(tokens, 0);
    }
  };

  const attempt: Attempt = async (call, signal) => {
    signal.throwIfAborted();
    const most = {
      promptTokens: call.promptTokens,
      completionTokens: call.choices * parts.answerTokens,
    };
    const estimated = most.promptTokens + most.completionTokens;
    const reservation = await budget.reserve(most, signal);
    let used: Spend | undefined;
    try {
      const lease = await admitted(call, estimated, signal);
      reservation.sent();
      const result = await send(call, lease, parts, signal);
      if ('answers' in result) {
        used = spendOf(result, call);
        rate.correct(estimated, used.promptTokens + used.completionTokens);
      }
      return result;
    } finally {
      reservation.settle(used);
    }
  };

  return (call, signal) => limit(attempt, call, signal);
}

/** As reported, else estimated. */
function spendOf({ answers }: Served, call: Call): Spend {
  const usage = answers[0]!.usage;
  if (usage) {
    return { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens };
  }
  const bytes = answers.reduce(
    (sum, { text, reasoning_content = '' }) =>
      sum + Buffer.byteLength(text) + Buffer.byteLength(reasoning_content),
    0,
  );
  return { promptTokens: call.promptTokens, completionTokens: Math.ceil(bytes / 4) };
}
