import { type Clock, systemClock } from '../../network/clock.js';
import { stopError } from './errors.js';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface ChatOptions {
  /** Base URLs up to and without `/chat/completions`, such as `http://127.0.0.1:8000/v1`. */
  urls: string[];
  model: string;
  /** Folder of the journal; made if missing. */
  journal: string;
  /** Name of the environment variable that holds the key. Default OPENAI_API_KEY, if it is set. */
  apiKeyEnv?: string;
  /** Talks to Azure: `api-key` header and this `api-version`. */
  azureApiVersion?: string;
  /** A command that prints the key, for keys that expire; run again when a server refuses it. */
  apiKeyCommand?: string;
  /** Further headers of each request, such as those that a gateway asks for. */
  headers?: Record<string, string>;
  /** Goes before the messages of each request, as the system's. */
  systemPrompt?: string;
  /** Default 1; `default` leaves it to the server. */
  temperature?: number | 'default';
  topP?: number;
  /** Tokens an answer may have; `none` leaves it to the server. Default 2048. */
  maxTokens?: number | 'none';
  /** Has the answers streamed, for servers that give them in no other way. */
  stream?: boolean;
  /** Part of what was asked: tells two checkpoints apart that go by one name. */
  modelVersion?: string;
  /** Recorded answers that are asked for again: those without text, those cut by `maxTokens`. */
  askAgain?: ('empty' | 'cut')[];
  /** Answers come from the journal alone; a request without them is a reject. */
  journalOnly?: boolean;
  /** Further fields of the request body, such as `seed` or `stop`. They are part of the key. */
  parameters?: Record<string, Json>;
  /** Requests in flight at most, over all endpoints. Default 64. */
  concurrency?: number;
  /** Requests a minute. */
  rpm?: number;
  /** Tokens a minute, prompts and answers. */
  tpm?: number;
  /** Time for one request, in ms. Default 600,000. */
  timeoutMs?: number;
  /** Time for the whole run, in ms. */
  runTimeoutMs?: number;
  /** How often a failed request is made again. Default 8. */
  retries?: number;
  /** Wait before the first retry, in ms; doubles up to 30,000. Default 500. */
  backoffMs?: number;
  /** How long a sick endpoint is set aside at first, in ms; doubles up to 60,000. Default 2,000. */
  setAsideMs?: number;
  /** How long all endpoints may be sick before the run stops, in ms. Default 300,000. */
  patienceMs?: number;
  /** Requests that this run may send, failed ones included. */
  maxRequests?: number;
  /** Tokens that this run may use, prompts and answers. */
  maxTotalTokens?: number;
  /** Money that this run may cost; needs the prices. */
  maxCost?: number;
  /** Price of a million prompt tokens. */
  priceIn?: number;
  /** Price of a million answer tokens. */
  priceOut?: number;
  /** Told in one line when an endpoint is set aside and when it is back. */
  onNotice?: (line: string) => void;
  clock?: Clock;
}

/** What is used where nothing is said. */
export const CHAT_DEFAULTS = {
  parameters: {},
  headers: {},
  stream: false,
  askAgain: [],
  journalOnly: false,
  temperature: 1,
  maxTokens: 2048,
  concurrency: 64,
  rpm: Number.POSITIVE_INFINITY,
  tpm: Number.POSITIVE_INFINITY,
  timeoutMs: 600_000,
  runTimeoutMs: Number.POSITIVE_INFINITY,
  retries: 8,
  backoffMs: 500,
  setAsideMs: 2_000,
  patienceMs: 300_000,
  maxRequests: Number.POSITIVE_INFINITY,
  maxTotalTokens: Number.POSITIVE_INFINITY,
  maxCost: Number.POSITIVE_INFINITY,
  priceIn: 0,
  priceOut: 0,
  onNotice: (_line: string): void => undefined,
  clock: systemClock,
};

/** What a client goes by: the options, and the defaults where nothing is said. */
export type ChatSettings = ChatOptions & Required<Pick<ChatOptions, keyof typeof CHAT_DEFAULTS>>;

/** @throws KeychainError USAGE */
export function resolveOptions(options: ChatOptions): ChatSettings {
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as ChatOptions;
  const settings = { ...CHAT_DEFAULTS, ...given };
  const refuse = (message: string): never => {
    throw stopError('USAGE', message);
  };
  if (settings.model === '') refuse('no model name is given');
  for (const name of ['concurrency', 'rpm', 'tpm', 'timeoutMs', 'maxTokens'] as const) {
    if (settings[name] !== 'none' && !(settings[name] >= 1))
      refuse(`${name} must be 1 or more, not ${settings[name]}`);
  }
  for (const name of ['retries', 'patienceMs', 'maxCost', 'priceIn', 'priceOut'] as const) {
    if (!(settings[name] >= 0)) refuse(`${name} must be 0 or more, not ${settings[name]}`);
  }
  if (settings.maxCost !== Number.POSITIVE_INFINITY && settings.priceIn + settings.priceOut === 0) {
    refuse('a cap on the cost needs the prices of a million tokens');
  }
  const isCapped = [settings.maxCost, settings.maxTotalTokens].some(Number.isFinite);
  if (isCapped && settings.maxTokens === 'none') {
    refuse('a cap on cost or tokens needs a limit of answers: give --max-tokens a number');
  }
  const own = ['model', 'messages', 'n', 'stream'].find(name => name in settings.parameters);
  if (own) refuse(`"${own}" is set by the client and cannot be among the parameters`);
  return settings;
}
