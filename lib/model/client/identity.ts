import { createHash } from 'node:crypto';
import type { ChatMessage, ChatRequest } from './chat-types.js';
import type { ChatSettings, Json } from './options.js';

/** Raised whenever the same request would get another id. */
const FORMAT = 'keychain-call-2';

/** Fields that bound an answer's length: answers are recorded with the bound that they had. */
const LIMITS: readonly string[] = ['max_tokens', 'max_completion_tokens'];

/**
 * What identifies a request: 64 hex digits. It is what an answer depends on - model, messages,
 * parameters, and the version of the model where one is named - and not how it is reached: neither
 * the endpoint nor headers, the number of choices or streaming. Two files of the same requests have
 * the same ids on every machine.
 */
export function callId(
  messages: readonly ChatMessage[],
  { model, modelVersion, temperature, topP, parameters }: ChatSettings,
): string {
  const others = Object.entries(sorted(parameters) as object).filter(
    ([name]) => !LIMITS.includes(name),
  );
  const fields = {
    model,
    messages,
    ...(temperature === 'default' ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...Object.fromEntries(others),
  };
  const hash = createHash('sha256').update(`${FORMAT}\n`);
  if (modelVersion !== undefined) hash.update(`${JSON.stringify(modelVersion)}\n`);
  return hash.update(JSON.stringify(fields)).digest('hex');
}

/** Tokens that an answer may have, whichever name the limit goes by; Infinity without a limit. */
export function answerLimit({ maxTokens, parameters }: ChatSettings): number {
  const own = parameters.max_completion_tokens ?? parameters.max_tokens;
  if (typeof own === 'number') return own;
  return own !== undefined || maxTokens === 'none' ? Number.POSITIVE_INFINITY : maxTokens;
}

/** The messages as they are sent: the system's before those of a request that has none of its own. */
export function messagesOf(
  { messages }: ChatRequest,
  { systemPrompt }: ChatSettings,
): ChatMessage[] {
  const system =
    systemPrompt === undefined || messages[0]?.role === 'system'
      ? []
      : [{ role: 'system' as const, content: systemPrompt }];
  return [...system, ...messages.map(({ role, content }) => ({ role, content }))];
}

/** The same value with the fields of all objects in order of their names. */
export function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map(name => [name, sorted(value[name]!)]));
}
