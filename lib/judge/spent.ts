import type { Chat, ChatTotals } from '../model/client/chat-types.js';

/** What a run has used, over all of its models. */
export interface Spent {
  requests: number;
  /** Answers taken from the journal. */
  reused: number;
  prompt_tokens: number;
  answer_tokens: number;
  /** In the currency of the prices; 0 without prices. */
  cost: number;
}

/** What some clients have spent so far, together. */
export function spentBy(chats: readonly Chat[]): Spent {
  const totals = chats.map(chat => chat.totals());
  const sum = (of: (each: ChatTotals) => number): number =>
    totals.reduce((all, each) => all + of(each), 0);
  return {
    requests: sum(each => each.requests),
    reused: sum(each => each.reused),
    prompt_tokens: sum(each => each.promptTokens),
    answer_tokens: sum(each => each.completionTokens),
    cost: money(sum(each => each.cost)),
  };
}

/** What this part of a run has used. */
export function spentSince(before: Spent, chats: readonly Chat[]): Spent {
  const now = spentBy(chats);
  return {
    requests: now.requests - before.requests,
    reused: now.reused - before.reused,
    prompt_tokens: now.prompt_tokens - before.prompt_tokens,
    answer_tokens: now.answer_tokens - before.answer_tokens,
    cost: money(now.cost - before.cost),
  };
}

/** Without the noise of binary fractions. */
export const money = (amount: number): number => Number(amount.toFixed(6));

/** The running cost, to be told beside progress; undefined without prices. */
export function costNote(chats: readonly Chat[]): string | undefined {
  const { cost } = spentBy(chats);
  return cost === 0 ? undefined : `cost ${cost.toFixed(2)}`;
}
