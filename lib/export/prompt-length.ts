import { KeychainError, RecordError } from '../errors.js';
import { frameOf } from '../prompt/template.js';
import { type Fields, isFields } from '../records/fields.js';
import type { Chat } from '../tokenize/chat/chat.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import type { Example } from './example.js';

/** What a trainer counts a prompt with. */
export interface TrainerCounts {
  tokenizer: Tokenizer;
  /** The chat template of its tokenizer; missing where the prompt is counted bare. */
  chat?: Chat | undefined;
  /** `--trainer-template`: the words that it puts around by itself. */
  template?: string | undefined;
}

/** Counts the prompt of an example; undefined where nobody can tell. */
export type CountPrompt = (example: Example) => Counted | Promise<Counted>;

type Counted = number | undefined;

/** What was counted when the sample was made. */
export const countAsMade = ({ promptTokens }: Example): Counted => promptTokens;

/** Counts a prompt as a trainer's filter does: the conversation up to where the model goes on. */
export function countAsTrained({
  tokenizer,
  chat,
  template,
}: TrainerCounts): (example: Example) => Counted {
  return example => {
    const prompt = singlePrompt(example);
    if (prompt === undefined) return undefined;
    const words = template === undefined ? prompt.user : wordsOf(template, prompt.user, example);
    if (!chat) return tokenizer.count(prompt.system === '' ? words : `${prompt.system}\n${words}`);
    const { date = '', kwargs = '' } = chatValuesOf(example.record);
    return tokenizer.count(chat.render({ system: prompt.system, date, kwargs }, words));
  };
}

/**
 * The system's message and the user's, of a conversation that has nothing else; of a trajectory, of what
 * stands before its answer.
 */
function singlePrompt({ kind, messages }: Example): { system: string; user: string } | undefined {
  const [first, second, ...more] = kind === 'trajectory' ? messages.slice(0, -1) : messages;
  if (first?.role === 'user' && !second) return { system: '', user: first.content };
  const isPair = first?.role === 'system' && second?.role === 'user' && more.length === 0;
  return isPair ? { system: first.content, user: second.content } : undefined;
}

/** The trainer's own words, around the prompt or around what it is made of. */
function wordsOf(template: string, prompt: string, { record, question }: Example): string {
  if (template.includes('{prompt}')) return template.replace('{prompt}', () => prompt);
  const head = record.chain_head_with_question;
  const chainHead = typeof head === 'string' ? head : undefined;
  const { before, after } = frameOf(template, { question, chainHead });
  return `${before}${record.distractor_context ?? record.context ?? ''}${after}`;
}

/** @throws KeychainError USAGE for words of a trainer that have no place for the prompt */
export function checkTrainerWords(template: string | undefined): void {
  if (template === undefined) return;
  const places = template.split(/\{(?:prompt|context)\}/).length - 1;
  if (places === 1) return;
  throw new KeychainError(
    'USAGE',
    `--trainer-template must contain {prompt} or {context}, one of them once, not ${places} times`,
  );
}

function chatValuesOf({ meta }: Fields): { date?: string; kwargs?: string } {
  const values = isFields(meta) && isFields(meta.chat_template) ? meta.chat_template : {};
  const text = (name: string): string => (typeof values[name] === 'string' ? values[name] : '');
  return { date: text('date'), kwargs: text('kwargs') };
}

/** @throws RecordError PROMPT_TOO_LONG; RECORD_INVALID where nobody knows how long it is */
export function checkPromptLength({ promptTokens }: Example, most: number | undefined): void {
  if (most === undefined) return;
  if (promptTokens === undefined) {
    throw new RecordError(
      'RECORD_INVALID',
      'nobody has counted the prompt; --tokenizer-type, --tokenizer-path and --chat-template count those of one user message, answered or not',
    );
  }
  if (promptTokens <= most) return;
  throw new RecordError(
    'PROMPT_TOO_LONG',
    `the prompt has ${promptTokens} tokens; the trainer takes ${most} (--max-prompt-length)`,
  );
}
