import { KeychainError } from '../errors.js';
import { hyphenated } from '../settings/setting.js';
import type { SettingsOf } from '../settings/values.js';
import { type ChatAsked, type Conversation, openChat } from '../tokenize/chat/chat.js';
import { type ChatSource, readChatSource } from '../tokenize/chat/chat-source.js';
import { type TokenizerSettings, tokenizerOptions } from '../tokenize/with-tokenizer.js';

/** What decides the conversation that prompts stand in. */
export type ChatSettings = Partial<
  Pick<
    SettingsOf<'fill'>,
    'chatTemplate' | 'sampleSystemPrompt' | 'chatDate' | 'chatTemplateKwargs'
  >
>;

/**
 * The chat template that settings name; undefined for none.
 *
 * @throws KeychainError USAGE, INPUT_MISSING, CHAT_TEMPLATE_UNUSABLE
 */
export const templateSourceOf = ({
  chatTemplate = 'none',
  ...tokenizer
}: Pick<ChatSettings, 'chatTemplate'> & TokenizerSettings): ChatSource | undefined =>
  chatTemplate === 'none' ? undefined : readChatSource(chatTemplate, tokenizerOptions(tokenizer));

/**
 * The same, where nothing else is asked for that needs one.
 *
 * @throws KeychainError as {@link templateSourceOf}
 */
export function chatSourceOf(settings: ChatSettings & TokenizerSettings): ChatSource | undefined {
  const source = templateSourceOf(settings);
  if (source) return source;
  const alone = NEED_ONE.find(name => settings[name] !== undefined);
  if (alone === undefined) return undefined;
  throw new KeychainError(
    'USAGE',
    `--${hyphenated(alone)} means nothing without --chat-template, which says how a model sees it`,
  );
}

const NEED_ONE = ['sampleSystemPrompt', 'chatDate', 'chatTemplateKwargs'] as const;

/**
 * The conversation that settings ask for; undefined where there is no chat template.
 *
 * @throws KeychainError as `Chat.conversation`
 */
export const chatOf = (
  settings: ChatSettings,
  source: ChatSource | undefined,
): Conversation | undefined => source && openChat(source).conversation(askedOf(settings));

const askedOf = ({
  sampleSystemPrompt: system = '',
  chatDate: date = '',
  chatTemplateKwargs: kwargs,
}: ChatSettings): ChatAsked => ({
  system,
  date,
  kwargs: kwargs === undefined ? '' : JSON.stringify(kwargs),
});
