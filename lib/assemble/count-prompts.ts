import { type CountPrompt, countAsMade, countAsTrained } from '../export/prompt-length.js';
import type { SettingsOf } from '../settings/values.js';
import { openChat } from '../tokenize/chat/chat.js';
import { withTokenizer } from '../tokenize/with-tokenizer.js';
import { templateSourceOf } from './chat.js';

export type CountSettings = Pick<
  SettingsOf<'export'>,
  'tokenizerType' | 'tokenizerPath' | 'chatTemplate' | 'trainerTemplate'
>;

/**
 * Runs work that counts prompts: as samples say or, where something is said of the trainer's tokenizer,
 * chat template or words, anew.
 *
 * @throws KeychainError USAGE, TOKENIZER_UNUSABLE, CHAT_TEMPLATE_UNUSABLE, and what `work` does
 */
export async function withPromptCounter<T>(
  { trainerTemplate: template, ...settings }: CountSettings,
  work: (count: CountPrompt) => Promise<T>,
): Promise<T> {
  const { tokenizerType, tokenizerPath, chatTemplate } = settings;
  const said = [tokenizerType, tokenizerPath, chatTemplate, template];
  if (said.every(value => value === undefined)) return work(countAsMade);
  const counting = { ...settings, tokenizerType: tokenizerType ?? 'openai' };
  const source = templateSourceOf(counting);
  const chat = source && openChat(source);
  return withTokenizer(counting, tokenizer => work(countAsTrained({ tokenizer, chat, template })));
}
