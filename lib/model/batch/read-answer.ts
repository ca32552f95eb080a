import { type Fields, isFields } from '../../records/fields.js';
import type { ChatAnswer } from '../client/chat-types.js';
import { type Redacting, readCompletion } from '../client/completion.js';
import { firstLine } from '../faults/fault.js';

/** What a line of an answer file gives: answers, or why there are none. */
export type BatchAnswer = { answers: ChatAnswer[] } | { failed: string };

/** Nobody was asked with a key of ours. */
const NO_KEY: Redacting = {
  redact: text => text,
  redactAnswer: text => text,
};

/**
 * Reads a line as OpenAI, Azure, vLLM (`run-batch`), SGLang and Mistral write it: `response` with
 * `status_code` and `body`, and `error`.
 */
export function readAnswer(line: Fields): BatchAnswer {
  const { response, error } = line;
  if ('method' in line) return { failed: 'this is a request, and not its answer' };
  const { status_code: status = 200, body } = isFields(response) ? response : {};
  if (status === 200 && isFields(body)) {
    const result = readCompletion(withList(body), { endpoint: 'the batch', key: NO_KEY });
    return 'answers' in result ? { answers: result.answers } : { failed: result.message };
  }
  const said = messageIn(error) ?? messageIn(body) ?? messageIn(response);
  const failed = said ?? (status === 200 ? 'there is no response' : `status ${status}`);
  return { failed: firstLine(failed) };
}

/** SGLang once wrote a single choice without a list. */
const withList = (body: Fields): Fields =>
  isFields(body.choices) ? { ...body, choices: [body.choices] } : body;

function messageIn(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  if (!isFields(value)) return undefined;
  return messageIn(value.message) ?? messageIn(value.error) ?? messageIn(value.detail);
}
