import { templateSourceOf } from '../assemble/chat.js';
import { openCorpus } from '../corpus/open.js';
import { textsById } from '../corpus/with-texts.js';
import type { SettingsOf } from '../settings/values.js';
import { type Chat, openChat } from '../tokenize/chat/chat.js';
import { loadTokenizer } from '../tokenize/load.js';
import { tokenizerOptions } from '../tokenize/with-tokenizer.js';
import type { VerifySources } from '../verify/sources.js';

/** What of the settings of `verify` says against what samples are held. */
export type SourceSettings = Pick<
  SettingsOf<'verify'>,
  'tokenizerType' | 'tokenizerPath' | 'chatTemplate'
>;

/** From what a thread opens its own sources; plain data. */
export interface SourceParts {
  settings: SourceSettings;
  /** Corpora that are finished. */
  corpora: readonly { dir: string; key: string }[];
}

/**
 * Opens what samples of ours are held against: all but what is known of those of others.
 *
 * @throws KeychainError TOKENIZER_UNUSABLE, CORPUS_UNUSABLE
 */
export async function openSources({ settings, corpora }: SourceParts): Promise<VerifySources> {
  const tokenizer = await loadTokenizer(tokenizerOptions(settings));
  const opened = await Promise.all(corpora.map(({ dir, key }) => openCorpus(dir, tokenizer, key)));
  const corpus = opened.length > 0 ? textsById(opened) : undefined;
  return { tokenizer, corpus, chat: chatRenderer(settings) };
}

/** The chat template of the samples; by default the tokenizer's own, if a sample asks for it. */
export function chatRenderer(settings: SourceSettings): () => Chat | undefined {
  let chat: Chat | undefined;
  return () => {
    const source = chat
      ? undefined
      : templateSourceOf({ ...settings, chatTemplate: settings.chatTemplate ?? 'auto' });
    chat ??= source && openChat(source);
    return chat;
  };
}
