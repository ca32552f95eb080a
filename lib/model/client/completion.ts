import { isFields } from '../../records/fields.js';
import type { Fault } from '../faults/fault.js';
import type { ApiKey } from './api-key.js';
import type { ChatAnswer } from './chat-types.js';

/** A call that gave answers: at least one. */
export interface Served {
  answers: ChatAnswer[];
}

/** Ends of a choice that is not the model's answer: SGLang and vLLM abort, OpenRouter errs. */
const CUT_OFF = new Set(['abort', 'error']);

/** Takes the answers out of a chat completion. */
export function readCompletion(body: unknown, endpoint: string, key: ApiKey): Served | Fault {
  const broken = (what: string): Fault => ({
    fault: 'broken-body',
    message: `the answer of ${endpoint} ${what}`,
  });
  const choices = isFields(body) ? body.choices : undefined;
  if (!Array.isArray(choices) || choices.length === 0) return broken('has no choices');
  const usage = readUsage(isFields(body) ? body.usage : undefined, choices.length);
  const answers: ChatAnswer[] = [];
  for (const choice of choices) {
    const message: unknown = isFields(choice) ? choice.message : undefined;
    if (!isFields(choice) || !isFields(message)) return broken('has a choice without a message');
    const text = readText(message.content);
    if (text === undefined) return broken('has a choice whose content is not text');
    const finish = typeof choice.finish_reason === 'string' ? choice.finish_reason : null;
    if (finish !== null && CUT_OFF.has(finish)) return broken(`was cut off (${finish})`);
    // Two names for the same thing: DeepSeek's, and what vLLM and OpenRouter call it now.
    const reasoning = readText(message.reasoning_content ?? message.reasoning);
    answers.push({
      text: key.redactAnswer(text),
      finish_reason: finish && key.redactAnswer(finish),
      ...(reasoning ? { reasoning_content: key.redactAnswer(reasoning) } : {}),
      usage,
    });
  }
  return { answers };
}

/** Null content comes with a refusal or with nothing but reasoning. */
function readText(content: unknown): string | undefined {
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  return content.map(part => (isFields(part) ? String(part.text ?? '') : '')).join('');
}

function readUsage(usage: unknown, choices: number): ChatAnswer['usage'] {
  if (!isFields(usage)) return null;
  const { prompt_tokens, completion_tokens } = usage;
  const isCount = (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) >= 0;
  if (!isCount(prompt_tokens)) return null;
  // Left out by some servers where nothing was generated.
  const generated = isCount(completion_tokens) ? completion_tokens : 0;
  return { prompt_tokens, completion_tokens: generated, choices };
}
