import type { Model } from '../model/ask/ask.js';
import { openChat } from '../model/client/chat.js';
import type { Chat } from '../model/client/chat-types.js';
import type { Reporter } from '../reporter.js';
import { loadTokenizer, type TokenizerOptions } from '../tokenize/load.js';
import { answerWarnings } from './answer-warnings.js';
import { type AnswerWatch, answerWatch, type Oddities, odditiesIn } from './answer-watch.js';
import type { ModelOptions } from './models.js';

/** The models of a run, opened. */
export interface Models {
  model: Model;
  /** Asked about what the first one never gets right. */
  rescue?: Model | undefined;
  /** Of all of them. */
  chats: readonly Chat[];
  /** What is odd about the answers so far, over all of them. */
  oddities(): Oddities;
  /** What a user should know of the answers at the end. */
  warnings(): string[];
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
  const watches: { options: ModelOptions; watch: AnswerWatch }[] = [];
  const close = async (): Promise<void> => {
    for (const chat of chats) await chat.close();
    counter?.close();
  };
  const opened = (options: ModelOptions): Model => {
    const chat = openChat({ ...options, onNotice: line => reporter.step(line) });
    const watch = answerWatch();
    chats.push(chat);
    watches.push({ options, watch });
    return {
      chat,
      name: options.model,
      // Called as a method: a tokenizer may keep what it needs in itself.
      countTokens: counter && (prompt => counter.count(prompt)),
      onAnswered: watch.add,
    };
  };
  const isLimited = [first, rescue].some(options =>
    [options?.tpm, options?.maxCost, options?.maxTotalTokens].some(limit => limit !== undefined),
  );
  const counter = isLimited ? await loadTokenizer(tokenizer) : undefined;
  try {
    const model = opened(first);
    return {
      model,
      rescue: rescue && opened(rescue),
      chats,
      oddities: () => odditiesIn(watches.map(({ watch }) => watch.figures())),
      warnings: () =>
        watches.flatMap(({ options, watch }, i) =>
          answerWarnings(options, watch.figures(), { isSecond: i > 0 }),
        ),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
