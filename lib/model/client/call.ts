import { createHash } from 'node:crypto';
import type { ChatRequest } from './chat-types.js';
import type { ChatSettings, Json } from './options.js';

/** One request to the model, before it is known which endpoint it goes to. */
export interface Call {
  /** What is asked, without the number of choices: 64 hex digits. */
  id: string;
  /** How many choices are wanted. */
  choices: number;
  /** Tokens of the prompt, counted or estimated. */
  promptTokens: number;
  /** The request body for that many choices. */
  body(choices: number): string;
}

/** Raised whenever the same request would be written in another way. */
const KEY_FORMAT = 'keychain-call-1';
/** English runs to some four bytes a token; a chat template adds a few tokens a message. */
const BYTES_PER_TOKEN = 4;
const TOKENS_PER_MESSAGE = 4;

/**
 * Writes a request down, always in the same way: the text of the body (model, messages,
 * parameters; not the endpoint, not the number of choices) is what its id is the SHA-256 of.
 */
export function writeCall(request: ChatRequest, settings: ChatSettings): Call {
  const { model, temperature, topP, maxTokens, parameters } = settings;
  const ownLimit = 'max_tokens' in parameters || 'max_completion_tokens' in parameters;
  const fields = {
    model,
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    ...(temperature === 'default' ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(ownLimit || maxTokens === 'none' ? {} : { max_tokens: maxTokens }),
    ...(sorted(parameters) as object),
  };
  const text = JSON.stringify(fields);
  const bytes = request.messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  return {
    id: createHash('sha256').update(`${KEY_FORMAT}\n`).update(text).digest('hex'),
    choices: request.rollouts,
    promptTokens:
      request.promptTokens ??
      Math.ceil(bytes / BYTES_PER_TOKEN) + TOKENS_PER_MESSAGE * request.messages.length,
    // Servers that know no `n` need not see it where one choice is wanted.
    body: choices => (choices === 1 ? text : `${text.slice(0, -1)},"n":${choices}}`),
  };
}

/** Tokens of one answer at most, whichever name the limit goes by; 0 where nothing limits it. */
export function mostAnswerTokens({ maxTokens, parameters }: ChatSettings): number {
  const own = parameters.max_completion_tokens ?? parameters.max_tokens;
  if (typeof own === 'number') return own;
  return maxTokens === 'none' ? 0 : maxTokens;
}

/** The same value with the fields of all objects in order of their names. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map(name => [name, sorted(value[name]!)]));
}
