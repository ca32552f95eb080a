import type { Chat, ChatTotals } from '../model/client/chat-types.js';
import type { Oddities } from './answer-watch.js';
import type { Models } from './open-models.js';

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

/** What some models have come to so far: what is odd about their answers, and what they have cost. */
export const cameTo = ({ oddities, chats }: Pick<Models, 'oddities' | 'chats'>): CameTo => ({
  ...oddities(),
  ...spentBy(chats),
});

export type CameTo = Oddities & Spent;

/** What a part of a run has come to. */
export function cameToSince(before: CameTo, models: Pick<Models, 'oddities' | 'chats'>): CameTo {
  const now = cameTo(models);
  const names = Object.keys(now) as (keyof CameTo)[];
  return Object.fromEntries(names.map(name => [name, money(now[name] - before[name])])) as Record<
    keyof CameTo,
    number
  >;
}

/** Without the noise of binary fractions. */
export const money = (amount: number): number => Number(amount.toFixed(6));

/** The running cost, to be told beside progress; undefined without prices. */
export function costNote(chats: readonly Chat[]): string | undefined {
  const { cost } = spentBy(chats);
  return cost === 0 ? undefined : `cost ${cost.toFixed(2)}`;
}
