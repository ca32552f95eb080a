import { RecordError } from '../../errors.js';
import type { Chat, ChatAnswer, ChatMessage } from '../client/chat-types.js';

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

/** What was asked and what came of it. */
export interface Answered {
  /** All that was said to the model, but for a system's message of the run. */
  prompt: string;
  /** Tokens of it, where they have been counted here. */
  tokens: number | undefined;
  answers: readonly ChatAnswer[];
}

export interface AskOptions {
  /** Answers wanted. */
  n: number;
}

/**
 * Asks a model for `n` answers to a conversation of one prompt.
 *
 * @throws RecordError PROMPT_TOO_LONG, MODEL_REFUSED, MODEL_FAILED
 * @throws KeychainError if the run is over
 */
export async function ask(
  { chat, countTokens, onAnswered }: Model,
  messages: ChatMessage[],
  { n }: AskOptions,
  signal: AbortSignal,
): Promise<ChatAnswer[]> {
  const tokens =
    countTokens && messages.reduce((sum, { content }) => sum + countTokens(content), 0);
  const answers = await chat.ask(
    {
      messages,
      rollouts: n,
      ...(tokens !== undefined && { promptTokens: tokens }),
    },
    signal,
  );
  if (answers instanceof RecordError) throw answers;
  const prompt = messages.map(({ content }) => content).join('');
  onAnswered?.({ prompt, tokens, answers });
  return answers;
}
