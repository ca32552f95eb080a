import { RecordError } from '../../errors.js';
import type { Chat, ChatAnswer } from '../client/chat-types.js';

/** A model that can be asked. */
export interface Model {
  chat: Chat;
  /** What records call it. */
  name: string;
  /** Counts what is sent with a prompt where limits are to be exact; else it is estimated. */
  countTokens?: ((prompt: string) => number) | undefined;
  /** Told of each prompt that was answered. */
  onAnswered?: ((answered: Answered) => void) | undefined;
}

/** A prompt and what came of it. */
export interface Answered {
  prompt: string;
  /** Tokens of the prompt, where they have been counted here. */
  tokens: number | undefined;
  answers: readonly ChatAnswer[];
}

export interface AskOptions {
  /** Answers wanted. */
  n: number;
}

/**
 * Asks a model for `n` answers to one prompt.
 *
 * @throws RecordError PROMPT_TOO_LONG, MODEL_REFUSED, MODEL_FAILED
 * @throws KeychainError if the run is over
 */
export async function ask(
  { chat, countTokens, onAnswered }: Model,
  prompt: string,
  { n }: AskOptions,
  signal: AbortSignal,
): Promise<ChatAnswer[]> {
  const tokens = countTokens?.(prompt);
  const answers = await chat.ask(
    {
      messages: [{ role: 'user', content: prompt }],
      rollouts: n,
      ...(tokens !== undefined && { promptTokens: tokens }),
    },
    signal,
  );
  if (answers instanceof RecordError) throw answers;
  onAnswered?.({ prompt, tokens, answers });
  return answers;
}
