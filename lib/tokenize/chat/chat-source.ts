import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { KeychainError } from '../../errors.js';
import { kindOf, type TokenizerOptions } from '../load.js';
import { SPECIALS_FILE, TEMPLATE_FILES } from './files.js';

/** A chat template and what it may use; plain data, so that it can go to workers. */
export interface ChatSource {
  /** Its file, for errors. */
  file: string;
  template: string;
  /** Of the template, as UTF-8. */
  sha256: string;
  /** Special tokens that templates name, such as `bos_token`. */
  specials: Record<string, string>;
  /** What a run has to say of it. */
  warning?: string;
}

/** A `tokenizer_config.json`, or as far as it is there. */
type Config = Readonly<Record<string, unknown>>;

const SPECIALS = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'].map(name => `${name}_token`);

/**
 * Reads the chat template that `--chat-template` names.
 *
 * @param given `auto` for the tokenizer's own, or a file: the template itself, or a
 *   `tokenizer_config.json` that holds one
 * @throws KeychainError USAGE if the tokenizer has none, INPUT_MISSING, CHAT_TEMPLATE_UNUSABLE
 */
export function readChatSource(given: string, tokenizer: TokenizerOptions): ChatSource {
  const { kind, path } = kindOf(tokenizer);
  const folder = kind.modelFolder?.(path);
  const specials = folder === undefined ? {} : specialsIn(folder);
  const { file, template, config } =
    given === 'auto' ? ownOf(folder, tokenizer) : templateIn(given);
  return {
    file,
    template,
    sha256: createHash('sha256').update(template).digest('hex'),
    specials: { ...specials, ...specialsOf(config) },
    ...(!kind.modelFolder && { warning: asText(tokenizer) }),
  };
}

const asText = ({ type }: TokenizerOptions): string =>
  `--chat-template: to ${type} the special tokens of a chat template are text, so a model counts fewer tokens; its own tokenizer (--tokenizer-type hf) counts as it does`;

interface Found {
  file: string;
  template: string;
  config: Config;
}

function ownOf(folder: string | undefined, { type }: TokenizerOptions): Found {
  if (folder === undefined) {
    throw new KeychainError(
      'USAGE',
      `--chat-template auto: a tokenizer of type ${type} has no chat template; give --tokenizer-type hf with the model's folder, a template's file, or --chat-template none`,
    );
  }
  for (const name of TEMPLATE_FILES) {
    const file = join(folder, name);
    if (!existsSync(file)) continue;
    const found = name.endsWith('.json') ? fromConfig(file, configIn(file)) : templateIn(file);
    if (found) return found;
  }
  throw new KeychainError(
    'USAGE',
    `--chat-template auto: ${folder} has no chat template (neither chat_template.jinja nor one in tokenizer_config.json); give a template's file with --chat-template FILE, or do without by --chat-template none`,
  );
}

function templateIn(file: string): Found {
  const text = read(file);
  if (!/^\s*\{\s*"/.test(text)) return { file, template: text, config: {} };
  const found = fromConfig(file, parsed(file, text));
  if (found) return found;
  throw new KeychainError('CHAT_TEMPLATE_UNUSABLE', `${file}: holds no chat_template`);
}

/** Of several templates the one called `default` is meant. */
function fromConfig(file: string, config: Config): Found | undefined {
  const { chat_template: given } = config;
  const named = Array.isArray(given) ? (given as readonly unknown[]).map(fieldsOf) : [];
  const template = Array.isArray(given)
    ? named.find(({ name }) => name === 'default')?.template
    : given;
  if (typeof template === 'string') return { file, template, config };
  if (template === undefined && named.length === 0) return undefined;
  const names = named.map(({ name }) => `${name}`).join(', ');
  throw new KeychainError(
    'CHAT_TEMPLATE_UNUSABLE',
    `${file}: no template of its chat_template (${names}) is called default; give the one that is meant as a file`,
  );
}

/** As `transformers` has it: `special_tokens_map.json` says what the config does not. */
const specialsIn = (folder: string): Record<string, string> => ({
  ...specialsOf(configIn(join(folder, SPECIALS_FILE))),
  ...specialsOf(configIn(join(folder, 'tokenizer_config.json'))),
});

function specialsOf(config: Config): Record<string, string> {
  const specials: Record<string, string> = {};
  for (const name of SPECIALS) {
    const value = config[name];
    const content = typeof value === 'string' ? value : fieldsOf(value).content;
    if (typeof content === 'string') specials[name] = content;
  }
  return specials;
}

const configIn = (file: string): Config => (existsSync(file) ? parsed(file, read(file)) : {});

function parsed(file: string, text: string): Config {
  try {
    return fieldsOf(JSON.parse(text));
  } catch (cause) {
    const message = `${file}: is no JSON, ${(cause as Error).message}`;
    throw new KeychainError('CHAT_TEMPLATE_UNUSABLE', message, { cause });
  }
}

const fieldsOf = (value: unknown): Config =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { message } = cause as Error;
    const hint = `name a chat template's file, or auto`;
    throw new KeychainError('INPUT_MISSING', `${basename(file)}: ${message}; ${hint}`, { cause });
  }
}
