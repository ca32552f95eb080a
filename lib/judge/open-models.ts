import type { Model } from '../model/ask/ask.js';
import { openChat } from '../model/client/chat.js';
import type { Chat } from '../model/client/chat-types.js';
import type { Reporter } from '../reporter.js';
import { loadTokenizer, type TokenizerOptions } from '../tokenize/load.js';
import type { ModelOptions } from './models.js';

/** The models of a run, opened. */
export interface Models {
  model: Model;
  /** Asked about what the first one never gets right. */
  rescue?: Model | undefined;
  /** Counts prompts where a limit on tokens or cost is to be kept. */
  countTokens?: ((prompt: string) => number) | undefined;
  /** Of all of them. */
  chats: readonly Chat[];
  close(): Promise<void>;
}

/**
 * Opens the models, once for all that a run asks, so that its caps hold for the whole run.
 *
 * @throws KeychainError USAGE, JOURNAL_UNUSABLE, TOKENIZER_UNUSABLE
 */
export async function openModels(
  { model: first, rescue }: { model: ModelOptions; rescue?: ModelOptions | undefined },
  tokenizer: TokenizerOptions,
  reporter: Reporter,
): Promise<Models> {
  const chats: Chat[] = [];
  const close = async (): Promise<void> => {
    for (const chat of chats) await chat.close();
    counter?.close();
  };
  const opened = (options: ModelOptions): Model => {
    const chat = openChat({ ...options, onNotice: line => reporter.step(line) });
    chats.push(chat);
    return { chat, name: options.model };
  };
  const isLimited = [first, rescue].some(
    options => options?.tpm !== undefined || options?.maxCost !== undefined,
  );
  const counter = isLimited ? await loadTokenizer(tokenizer) : undefined;
  try {
    const model = opened(first);
    return {
      model,
      rescue: rescue && opened(rescue),
      // Called as a method: a tokenizer may keep what it needs in itself.
      countTokens: counter && (prompt => counter.count(prompt)),
      chats,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
