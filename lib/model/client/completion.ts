import { isFields } from '../../records/fields.js';
import { type Fault, firstLine } from '../faults/fault.js';
import { serverMessage } from '../faults/server-message.js';
import type { ApiKey } from './api-key.js';
import type { ChatAnswer } from './chat-types.js';
import { type ReportedUsage, readUsage } from './usage.js';

/** A call that gave answers: at least one. */
export interface Served {
  answers: ChatAnswer[];
  /** Choices that came, those that were broken off too. */
  given: number;
  reported: ReportedUsage;
}

/** Ends of a choice that is not the model's answer: SGLang and vLLM abort, OpenRouter errs. */
const CUT_OFF = new Set(['abort', 'error']);

/** Blots the key out, should a server repeat it. */
export type Redacting = Pick<ApiKey, 'redact' | 'redactAnswer'>;

interface From {
  endpoint: string;
  key: Redacting;
}

/**
 * Takes the answers out of a chat completion, in the order of their `index`. Choices that were
 * broken off are left out: the others are paid for, and are kept.
 */
export function readCompletion(body: unknown, { endpoint, key }: From): Served | Fault {
  const fields = isFields(body) ? body : {};
  const choices = Array.isArray(fields.choices) ? inOrder(fields.choices) : [];
  const reported = readUsage(fields.usage);
  const usage =
    reported.prompt === undefined
      ? null
      : {
          prompt_tokens: reported.prompt,
          completion_tokens: reported.completion ?? 0,
          choices: choices.length,
        };
  const answers: ChatAnswer[] = [];
  let trouble = choices.length === 0 ? 'has no choices' : '';
  for (const choice of choices) {
    const read = readChoice(choice, key);
    if (typeof read === 'string') trouble ||= read;
    else answers.push({ ...read, usage });
  }
  if (answers.length > 0) return { answers, given: choices.length, reported };
  const message = firstLine(`the answer of ${endpoint} ${trouble}`);
  return { fault: 'broken-body', message, reported };
}

/** An answer, or what is wrong with it. */
function readChoice(choice: unknown, key: Redacting): Omit<ChatAnswer, 'usage'> | string {
  const message: unknown = isFields(choice) ? choice.message : undefined;
  if (isFields(choice) && isFields(choice.error)) {
    return `broke off: ${key.redact(serverMessage(JSON.stringify(choice)).text)}`;
  }
  if (!isFields(choice) || !isFields(message)) return 'has a choice without a message';
  // Halves of characters, of tokens that end within one: most readers of UTF-8 refuse them.
  const clean = (said: string): string => key.redactAnswer(said).toWellFormed();
  const finish = typeof choice.finish_reason === 'string' ? choice.finish_reason : null;
  if (finish !== null && CUT_OFF.has(finish)) return `was cut off (${finish})`;
  const content = readContent(message.content);
  if (content === undefined) return 'has a choice whose content is not text';
  // A refusal of the model's own stands beside an empty content.
  const text = content.text || readText(message.refusal);
  // Names for the same thing: DeepSeek's, vLLM's and OpenRouter's, OpenRouter's in parts.
  const reasoning =
    readText(message.reasoning_content) ||
    readText(message.reasoning) ||
    readText(message.reasoning_details) ||
    content.thinking;
  return {
    text: clean(text),
    finish_reason: finish && clean(finish),
    ...(reasoning ? { reasoning_content: clean(reasoning) } : {}),
  };
}

/** Null content comes with a refusal or with nothing but reasoning. */
export function readContent(content: unknown): { text: string; thinking: string } | undefined {
  if (content === null || content === undefined) return { text: '', thinking: '' };
  if (typeof content === 'string') return { text: content, thinking: '' };
  if (!Array.isArray(content)) return undefined;
  const isThought = (part: unknown): boolean =>
    isFields(part) && (part.type === 'thinking' || part.type === 'reasoning');
  return {
    text: readText(content.filter(part => !isThought(part))),
    // Mistral has a list of parts in the part.
    thinking: readText(
      content
        .filter(isThought)
        .flatMap(part => (isFields(part) ? (part.thinking ?? part.text ?? part.summary) : '')),
    ),
  };
}

/** A text, or the texts of parts in a row. */
function readText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  return value
    .map(part => {
      if (typeof part === 'string') return part;
      return isFields(part) ? String(part.text ?? part.summary ?? '') : '';
    })
    .join('');
}

/** As they came, but where each says which one it is. */
function inOrder(choices: unknown[]): unknown[] {
  const at = (choice: unknown): unknown => (isFields(choice) ? choice.index : undefined);
  if (!choices.every(choice => Number.isInteger(at(choice)))) return choices;
  return [...choices].sort((a, b) => Number(at(a)) - Number(at(b)));
}
