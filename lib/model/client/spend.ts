import type { Fault } from '../faults/fault.js';
import type { Spend } from '../limits/budget.js';
import type { ChatAnswer } from './chat-types.js';
import type { Served } from './completion.js';
import type { ReportedUsage } from './usage.js';

interface Asked {
  /** Tokens of the prompt, counted or estimated. */
  promptTokens: number;
  choices: number;
  /** Tokens of one answer at most, as far as it is known. */
  answerTokens: number;
}

/** English runs to some four bytes a token. */
const BYTES_PER_TOKEN = 4;

/**
 * What a request is billed: what the server reports for every reply with status 200, never less
 * than its total says; an estimate where it reports nothing; all that it may have used where it was
 * left without an answer, since the server may have worked on.
 */
export function spendOf(result: Served | Fault, asked: Asked): Spend {
  if ('answers' in result) return reportedSpend(result.reported, asked, textTokens(result.answers));
  if (result.reported) return reportedSpend(result.reported, asked, 0);
  if (!result.mayBeBilled) return { promptTokens: 0, completionTokens: 0 };
  return {
    promptTokens: asked.promptTokens,
    completionTokens: asked.choices * asked.answerTokens,
  };
}

/**
 * Reasoning that stands outside the completion (xAI, some gateways) shows in the total alone, hence
 * max(completion, total - prompt).
 */
function reportedSpend(reported: ReportedUsage, asked: Asked, text: number): Spend {
  const promptTokens = reported.prompt ?? asked.promptTokens;
  const completion = reported.completion ?? text;
  return {
    promptTokens,
    completionTokens: Math.max(completion, (reported.total ?? 0) - promptTokens),
  };
}

function textTokens(answers: readonly ChatAnswer[]): number {
  const bytes = answers.reduce(
    (sum, { text, reasoning_content = '' }) =>
      sum + Buffer.byteLength(text) + Buffer.byteLength(reasoning_content),
    0,
  );
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}
