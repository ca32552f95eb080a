import type { Manner } from '../endpoints/abilities.js';
import type { ChatMessage, ChatRequest } from './chat-types.js';
import { callId, messagesOf, sorted } from './identity.js';
import type { ChatSettings, Json } from './options.js';

/** One request to the model, before it is known which endpoint it goes to. */
export interface Call {
  /** What is asked, without the number of choices: 64 hex digits. */
  id: string;
  /** How many choices are wanted. */
  choices: number;
  /** Tokens of the prompt, counted or estimated. */
  promptTokens: number;
  /** The request body, as an endpoint is to be asked. */
  body(manner: Manner): string;
}

/** English runs to some four bytes a token; a chat template adds a few tokens a message. */
const BYTES_PER_TOKEN = 4;
const TOKENS_PER_MESSAGE = 4;

/**
 * Writes a request down, always in the same way.
 */
export function writeCall(request: ChatRequest, settings: ChatSettings): Call {
  const { model, temperature, topP, maxTokens, parameters } = settings;
  const ownLimit = 'max_tokens' in parameters || 'max_completion_tokens' in parameters;
  const messages = messagesOf(request, settings);
  const fields: Record<string, Json | object> = {
    model,
    messages,
    ...(temperature === 'default' ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(ownLimit || maxTokens === 'none' ? {} : { max_tokens: maxTokens }),
    ...(sorted(parameters) as object),
  };
  const text = JSON.stringify(fields);
  const promptTokens =
    request.promptTokens === undefined
      ? estimated(messages)
      : request.promptTokens + estimated(messages.slice(0, -request.messages.length));
  return {
    id: callId(messages, settings),
    choices: request.rollouts,
    promptTokens,
    body: manner => bodyFor(fields, text, manner),
  };
}

const estimated = (messages: readonly ChatMessage[]): number =>
  messages.reduce(
    (sum, { content }) =>
      sum + Math.ceil(Buffer.byteLength(content) / BYTES_PER_TOKEN) + TOKENS_PER_MESSAGE,
    0,
  );

const USAGE_AT_THE_END = { stream_options: { include_usage: true } };

/** The fields as they are, but for what the endpoint takes in another way. */
function bodyFor(fields: Record<string, Json | object>, text: string, manner: Manner): string {
  const { choices, limitName, without, stream } = manner;
  const isUsual = limitName === 'max_tokens' && without.length === 0;
  const asked = isUsual ? text : JSON.stringify(adapted(fields, manner));
  // Servers that know no `n` need not see it where one choice is wanted.
  const more = {
    ...(choices > 1 && { n: choices }),
    ...(stream && { stream: true }),
    ...(stream && !without.includes('stream_options') && USAGE_AT_THE_END),
  };
  return Object.keys(more).length === 0
    ? asked
    : `${asked.slice(0, -1)},${JSON.stringify(more).slice(1)}`;
}

function adapted(fields: Record<string, Json | object>, { limitName, without }: Manner): object {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !(without as readonly string[]).includes(name))
      .map(([name, value]) => [name === 'max_tokens' ? limitName : name, value]),
  );
}

/** Tokens of one answer at most, whichever name the limit goes by; 0 where nothing limits it. */
export function mostAnswerTokens({ maxTokens, parameters }: ChatSettings): number {
  const own = parameters.max_completion_tokens ?? parameters.max_tokens;
  if (typeof own === 'number') return own;
  return maxTokens === 'none' ? 0 : maxTokens;
}
