import { openChat } from '../lib/model/client/chat.js';
import type { Chat, ChatTotals } from '../lib/model/client/chat-types.js';
import type { ChatOptions } from '../lib/model/client/options.js';
import { loadTokenizer } from '../lib/tokenize/load.js';
import type { Reporter } from './reporter.js';
import type { TokenizerSettings } from './settings.js';

/** A model, where it is and how it is asked; plain data. */
export type ModelSettings = Omit<ChatOptions, 'clock' | 'onNotice' | 'concurrency'> & {
  /** Calls under way at most. */
  concurrency: number;
};

/** What of a model decides its answers; neither where it is nor what may be spent on it. */
export const identityOf = ({ model, temperature, topP, maxTokens }: ModelSettings) => ({
  name: model,
  temperature,
  topP,
  maxTokens,
});

/**
 * @throws KeychainError USAGE, JOURNAL_UNUSABLE
 */
export const openModel = (settings: ModelSettings, reporter: Reporter): Chat =>
  openChat({ ...settings, onNotice: reporter.step });

export async function closeAll(chats: readonly (Chat | undefined)[]): Promise<void> {
  for (const chat of chats) await chat?.close();
}

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

export function spentBy(chats: readonly (Chat | undefined)[]): Spent {
  const totals = chats.flatMap(chat => (chat ? [chat.totals()] : []));
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
export function spentSince(before: Spent, chats: readonly (Chat | undefined)[]): Spent {
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

/** The running cost, for progress lines; nothing without prices. */
export function costNote(chats: readonly (Chat | undefined)[]): string | undefined {
  const { cost } = spentBy(chats);
  return cost === 0 ? undefined : `cost ${cost.toFixed(2)}`;
}

/** Counts prompts with the run's tokenizer where a limit on tokens or cost is to be kept. */
export async function promptCounter(
  models: readonly (ModelSettings | undefined)[],
  tokenizer: TokenizerSettings,
): Promise<{ countTokens?: (prompt: string) => number; close(): void }> {
  if (!models.some(model => model?.tpm ?? model?.maxCost)) return { close: () => undefined };
  const opened = await loadTokenizer(tokenizer);
  return { countTokens: opened.count, close: () => opened.close() };
}
