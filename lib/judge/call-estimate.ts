import { mostAnswerTokens, writeCall } from '../model/client/call.js';
import type { ChatMessage } from '../model/client/chat-types.js';
import { type ChatSettings, resolveOptions } from '../model/client/options.js';
import { openRecorded } from '../model/journal/recorded-chat.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import type { ModelOptions } from './models.js';
import { money } from './spent.js';

/** What asking comes to before anything is spent. */
export interface CallEstimate {
  prompts: number;
  /** Calls, if each gives all answers to its prompt and none fails. */
  requests: number;
  /** Calls, if each gives one answer alone, as with some servers. */
  requests_at_most: number;
  /** Answers that the journal has already. */
  reused: number;
  /** Of the first kind of calls, counted by the run's tokenizer. */
  prompt_tokens: number;
  /** Of the second kind, with room for what a server's chat template adds. */
  prompt_tokens_at_most: number;
  /** Missing where nothing bounds an answer (`--max-tokens none`). */
  answer_tokens_at_most?: number;
  /** If each call gives all answers and each of them is as long as it may be; missing as below. */
  cost_in_whole_calls?: number;
  /** Missing without prices, and where nothing bounds an answer. */
  cost_at_most?: number;
  /** Why there is no bound. */
  unbounded?: string;
}

/** Adds up what prompts would come to. */
export interface CallEstimator {
  add(messages: ChatMessage[]): void;
  result(): CallEstimate;
  close(): Promise<void>;
}

/**
 * @param n answers to each prompt
 * @throws KeychainError USAGE, JOURNAL_UNUSABLE
 */
export function callEstimator(model: ModelOptions, n: number, tokenizer: Tokenizer): CallEstimator {
  const settings = resolveOptions(model);
  const { systemPrompt } = settings;
  const answerTokens = mostAnswerTokens(settings);
  const own = systemPrompt === undefined ? 0 : tokensOfMessage(systemPrompt, tokenizer);
  // A plan writes nothing, so it makes no journal either.
  const journal = openRecorded({ ...settings, journalOnly: true });
  const sum = {
    prompts: 0,
    requests: 0,
    requests_at_most: 0,
    reused: 0,
    prompt_tokens: 0,
    prompt_tokens_at_most: 0,
  };
  return {
    add(messages) {
      const { id } = writeCall({ messages, rollouts: n }, settings);
      const found = journal.find(id, n).size;
      const missing = n - found;
      sum.prompts++;
      sum.reused += found;
      // From a journal alone nothing is asked.
      if (missing === 0 || settings.journalOnly) return;
      const hasOwn = messages[0]?.role === 'system';
      const tokens = messages.reduce(
        (tokens, { content }) => tokens + tokensOfMessage(content, tokenizer),
        hasOwn ? 0 : own,
      );
      sum.requests++;
      sum.requests_at_most += missing;
      sum.prompt_tokens += tokens;
      sum.prompt_tokens_at_most += missing * (tokens + TEMPLATE_TOKENS);
    },
    result: () => ({ ...sum, ...bounds(sum, settings, answerTokens) }),
    close: () => journal.close(),
  };
}

/** What a chat template puts around a message. */
const TOKENS_A_MESSAGE = 4;
/** What it may put before all messages: a system prompt of its own, dates, channels. */
const TEMPLATE_TOKENS = 128;

const tokensOfMessage = (content: string, tokenizer: Tokenizer): number =>
  tokenizer.count(content) + TOKENS_A_MESSAGE;

function bounds(
  sum: Pick<CallEstimate, 'prompt_tokens' | 'prompt_tokens_at_most' | 'requests_at_most'>,
  { priceIn, priceOut }: ChatSettings,
  answerTokens: number,
): Partial<CallEstimate> {
  if (answerTokens === 0) {
    return {
      unbounded: 'nothing bounds the answers, and so their cost: --max-tokens is none',
    };
  }
  const answers = sum.requests_at_most * answerTokens;
  const cost = (prompts: number): number =>
    money((prompts * priceIn + answers * priceOut) / 1_000_000);
  return {
    answer_tokens_at_most: answers,
    ...(priceIn + priceOut > 0 && {
      cost_in_whole_calls: cost(sum.prompt_tokens),
      cost_at_most: cost(sum.prompt_tokens_at_most),
    }),
  };
}
