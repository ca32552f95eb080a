import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeychainError } from '../../lib/errors.js';
import type { PromptOptions } from '../../lib/model/ask/prompt.js';
import type { ModelSettings } from '../../pipelines/model.js';
import type { Arguments } from './arguments.js';
import { cacheDir } from './settings.js';
import { integer, notNegative, positive, unescaped } from './values.js';

/** The model named. */
export function modelOf(args: Arguments): ModelSettings {
  const urls = args.texts('llm-url');
  if (urls.length === 0) {
    throw new KeychainError('USAGE', 'name a model server with --llm-url http://HOST:PORT/v1');
  }
  return {
    urls,
    model: named(args, 'model'),
    journal: args.text('journal') ?? join(cacheDir(), 'journal'),
    apiKeyEnv: args.text('api-key-env'),
    azureApiVersion: args.text('azure-api-version'),
    temperature: notNegative(args, 'temperature'),
    topP: given(args, 'top-p', positive),
    maxTokens: integer(args, 'max-tokens', 1),
    concurrency: integer(args, 'concurrency', 1),
    rpm: given(args, 'rpm', positive),
    tpm: given(args, 'tpm', positive),
    timeoutMs: positive(args, 'timeout') * 1000,
    retries: integer(args, 'retries', 0),
    patienceMs: notNegative(args, 'patience') * 1000,
    runTimeoutMs: given(args, 'run-timeout', seconds),
    maxRequests: given(args, 'max-requests', whole),
    maxCost: given(args, 'max-cost', notNegative),
    priceIn: given(args, 'price-in', notNegative),
    priceOut: given(args, 'price-out', notNegative),
  };
}

/** The second model, if one is asked for: the first one's settings, less what is its own. */
export function rescueOf(args: Arguments, model: ModelSettings): ModelSettings | undefined {
  const names = ['rescue-model', 'rescue-url', 'rescue-api-key-env', 'rescue-price-in'];
  if (!args.flag('rescue') && !names.some(args.given)) return undefined;
  const urls = args.texts('rescue-url');
  return {
    ...model,
    model: named(args, 'rescue-model'),
    urls: urls.length > 0 ? urls : model.urls,
    apiKeyEnv: args.text('rescue-api-key-env') ?? model.apiKeyEnv,
    priceIn: given(args, 'rescue-price-in', notNegative) ?? model.priceIn,
    priceOut: given(args, 'rescue-price-out', notNegative) ?? model.priceOut,
  };
}

/**
 * The prompt asked for.
 *
 * @throws KeychainError INPUT_MISSING
 */
export function promptOf(args: Arguments): PromptOptions {
  const file = args.text('prompt');
  const instruction = args.text('answer-instruction');
  return {
    template: file === undefined ? undefined : readPrompt(file),
    instruction: instruction === undefined ? undefined : unescaped(instruction),
  };
}

function readPrompt(file: string): string {
  try {
    // The line feed at the end of a text file is no part of the prompt.
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    const { message } = cause as Error;
    throw new KeychainError('INPUT_MISSING', `${file}: ${message}; name a text file`, { cause });
  }
}

function named(args: Arguments, option: string): string {
  const name = args.text(option) ?? '';
  if (name !== '') return name;
  throw new KeychainError('USAGE', `--${option} is needed: the model's name on its server`);
}

const whole = (args: Arguments, name: string): number => integer(args, name, 1);
const seconds = (args: Arguments, name: string): number => positive(args, name) * 1000;

/** An option that may be missing. */
export const given = <T>(
  args: Arguments,
  name: string,
  read: (args: Arguments, name: string) => T,
) => (args.given(name) ? read(args, name) : undefined);
