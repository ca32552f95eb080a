import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mostAnswerTokens, writeCall } from '../model/client/call.js';
import { resolveOptions } from '../model/client/options.js';
import { openJournal } from '../model/journal/journal.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import type { ModelOptions } from './models.js';
import { money } from './spent.js';

/** What asking comes to before anything is spent. */
export interface CallEstimate {
  prompts: number;
  /** Calls, if each gives as many choices as it is asked for and none fails. */
  requests: number;
  /** Answers that the journal has already. */
  reused: number;
  /** Of those calls, counted by the run's tokenizer; a server's chat template adds a few. */
  prompt_tokens: number;
  answer_tokens_at_most: number;
  /** Missing without prices. */
  cost_at_most?: number;
}

/** Adds up what prompts would come to. */
export interface CallEstimator {
  add(prompt: string): void;
  result(): CallEstimate;
  close(): Promise<void>;
}

/**
 * @param n answers to each prompt
 * @throws KeychainError USAGE, JOURNAL_UNUSABLE
 */
export function callEstimator(model: ModelOptions, n: number, tokenizer: Tokenizer): CallEstimator {
  const settings = resolveOptions(model);
  const { priceIn, priceOut } = settings;
  const answerTokens = mostAnswerTokens(settings);
  // A plan writes nothing, so it makes no journal either.
  const isThere = existsSync(join(model.journal, 'data.mdb'));
  const journal = isThere ? openJournal(model.journal) : undefined;
  const sum = { prompts: 0, requests: 0, reused: 0, prompt_tokens: 0, answer_tokens_at_most: 0 };
  return {
    add(prompt) {
      const messages = [{ role: 'user' as const, content: prompt }];
      const { id } = writeCall({ messages, rollouts: n }, settings);
      const found = journal?.find(id, n).size ?? 0;
      sum.prompts++;
      sum.reused += found;
      if (found === n) return;
      sum.requests++;
      sum.prompt_tokens += tokenizer.count(prompt);
      sum.answer_tokens_at_most += (n - found) * answerTokens;
    },
    result: () => {
      if (priceIn + priceOut === 0) return { ...sum };
      const cost = (sum.prompt_tokens * priceIn + sum.answer_tokens_at_most * priceOut) / 1_000_000;
      return { ...sum, cost_at_most: money(cost) };
    },
    close: async () => journal?.close(),
  };
}
