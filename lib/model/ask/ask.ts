import { RecordError } from '../../errors.js';
import type { Chat, ChatAnswer } from '../client/chat-types.js';

/** A model that can be asked. */
export interface Model {
  chat: Chat;
  /** What records call it. */
  name: string;
}

export interface AskOptions {
  /** Answers wanted. */
  n: number;
  /** Counts a prompt where limits on tokens or cost are to be exact; else it is estimated. */
  countTokens?: ((prompt: string) => number) | undefined;
}

/**
 * Asks a model for `n` answers to one prompt.
 *
 * @throws RecordError PROMPT_TOO_LONG, MODEL_REFUSED, MODEL_FAILED
 * @throws KeychainError if the run is over
 */
export async function ask(
  { chat }: Model,
  prompt: string,
  { n, countTokens }: AskOptions,
  signal: AbortSignal,
): Promise<ChatAnswer[]> {
  const answers = await chat.ask(
    {
      messages: [{ role: 'user', content: prompt }],
      rollouts: n,
      ...(countTokens && { promptTokens: countTokens(prompt) }),
    },
    signal,
  );
  if (answers instanceof RecordError) throw answers;
  return answers;
}
