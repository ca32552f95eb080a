import { stopError } from './errors.js';

/**
 * The key, behind functions: the string itself lives in a closure only, so that no object that
 * could be printed, logged or serialised leads to it.
 */
export interface ApiKey {
  /** Where the key came from, for messages. */
  variable: string;
  headers(): Record<string, string>;
  /** The text with the key blotted out, should a server repeat it. */
  redact(text: string): string;
  /** The same for a model's answer, in which a short word used as a dummy key may well occur. */
  redactAnswer(text: string): string;
}

/** Shorter keys are dummies such as `EMPTY`, which local servers are given. */
const REAL_KEY = 16;
const BLOT = '***';

/**
 * Reads the key from the environment variable of that name; without a name from OPENAI_API_KEY,
 * which may be missing, since a local server needs none.
 *
 * @throws KeychainError USAGE
 */
export function readApiKey(name: string | undefined, azure: boolean): ApiKey {
  const variable = name ?? 'OPENAI_API_KEY';
  const key = (process.env[variable] ?? '').trim();
  if (key === '' && (name !== undefined || azure)) {
    throw stopError('USAGE', `the environment variable ${variable} holds no API key`);
  }
  if (!/^[\x21-\x7e]*$/.test(key)) {
    throw stopError('USAGE', `the API key in ${variable} has characters that no header may have`);
  }
  const blot = (text: string): string => text.replaceAll(key, BLOT);
  const same = (text: string): string => text;
  return {
    variable,
    headers: (): Record<string, string> => {
      if (key === '') return {};
      return azure ? { 'api-key': key } : { authorization: `Bearer ${key}` };
    },
    redact: key === '' ? same : blot,
    redactAnswer: key.length < REAL_KEY ? same : blot,
  };
}
