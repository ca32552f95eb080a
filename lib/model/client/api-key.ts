import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { stopError } from './errors.js';

/**
 * The key, behind functions: the string itself lives in a closure only, so that no object that
 * could be printed, logged or serialised leads to it.
 */
export interface ApiKey {
  /** Where the key comes from, for messages: "the API key" goes before it. */
  source: string;
  /** The variable that would hold it, where there is none. */
  missingIn?: string;
  /** @throws KeychainError MODEL_KEY_REFUSED if a command is to print it and does not */
  headers(): Promise<Record<string, string>>;
  /** Gets another key, once the one in these headers is refused. False if there is no other. */
  renew(refused: Record<string, string>): Promise<boolean>;
  /** A server has taken it. */
  worked(): void;
  /** The text with the key, and longer parts of it, blotted out, should a server repeat it. */
  redact(text: string): string;
  /** The same for a model's answer, in which a short word used as a dummy key may well occur. */
  redactAnswer(text: string): string;
}

export interface ApiKeyOptions {
  apiKeyEnv?: string | undefined;
  apiKeyCommand?: string | undefined;
  azureApiVersion?: string | undefined;
}

/** Shorter keys are dummies such as `EMPTY`, which local servers are given. */
const REAL_KEY = 16;
/** Characters in a row that tell a part of a key from a word. */
const TELLING_PART = 8;
/** Keys in a row that a server may refuse. */
const MOST_IN_VAIN = 2;
const BLOT = '***';
/** Time for a command to print a key, in ms. */
const COMMAND_TIMEOUT = 60_000;

/**
 * The key of a command that prints it, else of the environment variable of that name; without
 * either from OPENAI_API_KEY, which may be missing, since a local server needs none.
 *
 * @throws KeychainError USAGE
 */
export function readApiKey({ apiKeyEnv, apiKeyCommand, azureApiVersion }: ApiKeyOptions): ApiKey {
  const azure = azureApiVersion !== undefined;
  if (apiKeyCommand !== undefined) {
    if (apiKeyEnv !== undefined) {
      throw stopError(
        'USAGE',
        'the API key comes from a variable or from a command, not from both',
      );
    }
    return commandKey(apiKeyCommand);
  }
  const variable = apiKeyEnv ?? 'OPENAI_API_KEY';
  const key = (process.env[variable] ?? '').trim();
  if (key === '' && (apiKeyEnv !== undefined || azure)) {
    throw stopError('USAGE', `the environment variable ${variable} holds no API key`);
  }
  if (!isHeaderText(key)) {
    throw stopError('USAGE', `the API key in ${variable} has characters that no header may have`);
  }
  const headers: Record<string, string> =
    key === '' ? {} : azure ? { 'api-key': key } : bearer(key);
  return {
    source: `in ${variable}`,
    ...(key === '' && { missingIn: variable }),
    headers: async () => headers,
    renew: async () => false,
    worked: () => undefined,
    redact: text => blotted(text, key),
    redactAnswer: text => (key.length < REAL_KEY ? text : text.replaceAll(key, BLOT)),
  };
}

/** A key that expires, such as the token of a cloud identity: run again when it is refused. */
function commandKey(command: string): ApiKey {
  let current: Promise<string> | undefined;
  const keys: string[] = [];
  /** Times that it was run for nothing. */
  let vain = 0;
  const get = (): Promise<string> => {
    current ??= runKeyCommand(command).then(key => {
      if (!keys.includes(key)) keys.push(key);
      return key;
    });
    return current;
  };
  return {
    source: 'that the command prints',
    headers: async () => bearer(await get()),
    async renew({ authorization }) {
      // Another request may have had it renewed meanwhile.
      if (current && bearer(await current).authorization === authorization) {
        current = undefined;
        vain++;
      }
      return vain <= MOST_IN_VAIN && bearer(await get()).authorization !== authorization;
    },
    worked: () => {
      vain = 0;
    },
    redact: text => keys.reduce(blotted, text),
    redactAnswer: text => keys.reduce((rest, key) => rest.replaceAll(key, BLOT), text),
  };
}

async function runKeyCommand(command: string): Promise<string> {
  const failed = (why: string): Error =>
    stopError('MODEL_KEY_REFUSED', `the command for the API key ${why}; run it by hand to see why`);
  let key: string;
  try {
    const running = promisify(exec)(command, { timeout: COMMAND_TIMEOUT });
    // Nobody answers one that asks: it is to fail now, not when its time is over.
    running.child.stdin?.end();
    const { stdout } = await running;
    key = stdout.trim();
  } catch (error) {
    const { code, killed } = error as { code?: number; killed?: boolean };
    throw failed(killed ? `took more than ${COMMAND_TIMEOUT / 1000} s` : `ended with ${code}`);
  }
  if (key === '') throw failed('prints nothing');
  if (!isHeaderText(key)) throw failed('prints more than a key');
  return key;
}

const bearer = (key: string): { authorization: string } => ({ authorization: `Bearer ${key}` });

const isHeaderText = (key: string): boolean => /^[\x21-\x7e]*$/.test(key);

/** Blots out the key, and the parts of it that servers show in their messages. */
function blotted(text: string, key: string): string {
  if (key === '') return text;
  const whole = text.replaceAll(key, BLOT);
  if (key.length < REAL_KEY) return whole;
  let result = '';
  for (let at = 0; at < whole.length; ) {
    const length = sharedLength(whole, at, key);
    result += length >= TELLING_PART ? BLOT : whole[at];
    at += length >= TELLING_PART ? length : 1;
  }
  return result;
}

/** How many characters from there on stand in the key in the same order. */
function sharedLength(text: string, at: number, key: string): number {
  let length = TELLING_PART;
  if (at + length > text.length || !key.includes(text.slice(at, at + length))) return 0;
  while (at + length < text.length && key.includes(text.slice(at, at + length + 1))) length++;
  return length;
}
