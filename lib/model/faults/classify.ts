import type { ApiKey } from '../client/api-key.js';
import type { Clock } from '../client/clock.js';
import { readCompletion, type Served } from '../client/completion.js';
import type { Reply } from '../endpoints/endpoint.js';
import { type Fault, firstLine } from './fault.js';
import { retryAfter } from './retry-after.js';
import { serverMessage, statusInBody } from './server-message.js';
import { saysOneChoiceOnly, saysTooLong } from './wordings.js';

interface Context {
  endpoint: string;
  /** Choices that the call asked for. */
  choices: number;
  key: ApiKey;
  clock: Clock;
}

/** Says what a reply means. The whole policy on statuses stands here. */
export function classify(reply: Reply, context: Context): Served | Fault {
  if (reply.status < 200 || reply.status > 299) return refusal(reply.status, reply, context);
  let body: unknown;
  try {
    body = JSON.parse(reply.body);
  } catch {
    return { fault: 'broken-body', message: `the answer of ${context.endpoint} is not valid JSON` };
  }
  const status = statusInBody(body);
  if (status !== undefined) return refusal(status, reply, context);
  return readCompletion(body, context.endpoint, context.key);
}

function refusal(status: number, reply: Reply, { endpoint, choices, key, clock }: Context): Fault {
  const said = serverMessage(reply.body);
  const message = firstLine(`${endpoint} says ${status}: ${key.redact(said.text)}`);
  // Providers repeat parts of a refused key, so nothing of what they say is passed on.
  if (status === 401 || status === 403) {
    return {
      fault: 'key-refused',
      message: `${endpoint} refuses the API key in ${key.variable} (${status})`,
    };
  }
  if (saysTooLong(said, status)) return { fault: 'prompt-too-long', message };
  if (choices > 1 && status !== 429 && saysOneChoiceOnly(said)) {
    return { fault: 'one-choice-only', message };
  }
  const retryAfterMs = retryAfter(reply.header, clock);
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status === 429) {
    // OpenAI's word for an empty account, which no waiting fills.
    const spent = said.code === 'insufficient_quota' || said.type === 'insufficient_quota';
    return { fault: spent ? 'quota-spent' : 'throttled', message, ...wait };
  }
  if (status === 408) return { fault: 'timeout', message, ...wait };
  if (status >= 500) return { fault: 'server-error', message, ...wait };
  return { fault: 'refused', message };
}
