import {
  type CountPrompt,
  checkTrainerWords,
  countAsMade,
  countAsTrained,
} from '../export/prompt-length.js';
import type { SettingsOf } from '../settings/values.js';
import { openChat } from '../tokenize/chat/chat.js';
import { withTokenizer } from '../tokenize/with-tokenizer.js';
import { templateSourceOf } from './chat.js';
import { withSamplesTokenizers } from './samples-tokenizers.js';

export type CountSettings = Partial<
  Pick<SettingsOf<'export'>, 'tokenizerType' | 'tokenizerPath' | 'chatTemplate' | 'trainerTemplate'>
>;

/**
 * Runs work that counts prompts: as samples say or, where something is said of the trainer's tokenizer,
 * chat template or words, anew; with the tokenizer that has counted the samples, where none is named.
 *
 * @throws KeychainError USAGE, TOKENIZER_UNUSABLE, CHAT_TEMPLATE_UNUSABLE, and what `work` does
 */
export async function withPromptCounter<T>(
  { trainerTemplate: template, ...settings }: CountSettings,
  work: (count: CountPrompt) => Promise<T>,
): Promise<T> {
  const { tokenizerType, tokenizerPath, chatTemplate } = settings;
  const isNamed = tokenizerType !== undefined || tokenizerPath !== undefined;
  if (!isNamed && chatTemplate === undefined && template === undefined) return work(countAsMade);
  checkTrainerWords(template);
  const counting = { ...settings, tokenizerType: tokenizerType ?? 'openai' };
  const source = isNamed || chatTemplate !== 'auto' ? templateSourceOf(counting) : undefined;
  const chat = source && openChat(source);
  if (isNamed) {
    return withTokenizer(counting, tokenizer =>
      work(countAsTrained({ tokenizer, chat, template })),
    );
  }
  const asked = chatTemplate === undefined ? '--trainer-template' : '--chat-template';
  return withSamplesTokenizers(
    { asked, isOwnTemplate: chatTemplate === 'auto' },
    tokenizer => countAsTrained({ tokenizer, chat, template }),
    work,
  );
}
