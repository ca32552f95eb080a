import { join } from 'node:path';
import { cacheDir } from '../disk/cache-dir.js';
import { KeychainError } from '../errors.js';
import type { ChatOptions } from '../model/client/options.js';
import type { SettingsOf } from '../settings/values.js';

/** The settings of the commands that may ask a model. */
export type ModelSettings = Pick<
  SettingsOf<'keychain'>,
  | 'llmUrl'
  | 'model'
  | 'apiKeyEnv'
  | 'azureApiVersion'
  | 'temperature'
  | 'topP'
  | 'maxTokens'
  | 'concurrency'
  | 'rpm'
  | 'tpm'
  | 'timeout'
  | 'retries'
  | 'patience'
  | 'runTimeout'
  | 'maxRequests'
  | 'maxCost'
  | 'priceIn'
  | 'priceOut'
  | 'journal'
>;

/** The settings of the second model. */
export type RescueSettings = Pick<
  SettingsOf<'keychain'>,
  'rescue' | 'rescueModel' | 'rescueUrl' | 'rescueApiKeyEnv' | 'rescuePriceIn' | 'rescuePriceOut'
>;

/** How a client is opened; plain data. */
export type ModelOptions = Omit<ChatOptions, 'clock' | 'onNotice' | 'concurrency'> & {
  /** Calls under way at most. */
  concurrency: number;
};

/**
 * The model that the settings name.
 *
 * @throws KeychainError USAGE without a server or a name
 */
export function modelOptions(settings: ModelSettings): ModelOptions {
  const { llmUrl, model, concurrency, ...rest } = settings;
  if (llmUrl === undefined || llmUrl.length === 0) {
    throw new KeychainError('USAGE', 'name a model server with --llm-url http://HOST:PORT/v1');
  }
  return withoutMissing({
    urls: llmUrl,
    model: named('--model', model),
    journal: rest.journal ?? join(cacheDir(), 'journal'),
    apiKeyEnv: rest.apiKeyEnv,
    azureApiVersion: rest.azureApiVersion,
    temperature: rest.temperature,
    topP: rest.topP,
    maxTokens: rest.maxTokens,
    concurrency,
    rpm: rest.rpm,
    tpm: rest.tpm,
    timeoutMs: rest.timeout * 1000,
    retries: rest.retries,
    patienceMs: rest.patience * 1000,
    runTimeoutMs: rest.runTimeout === undefined ? undefined : rest.runTimeout * 1000,
    maxRequests: rest.maxRequests,
    maxCost: rest.maxCost,
    priceIn: rest.priceIn,
    priceOut: rest.priceOut,
  });
}

/** The second model, if one is asked for: as the first one, less what is its own. */
export function rescueOptions(
  settings: RescueSettings,
  first: ModelOptions,
): ModelOptions | undefined {
  const { rescue, rescueModel, rescueUrl } = settings;
  if (!rescue && rescueModel === undefined) return undefined;
  return withoutMissing({
    ...first,
    model: named('--rescue-model', rescueModel),
    urls: rescueUrl ?? first.urls,
    apiKeyEnv: settings.rescueApiKeyEnv ?? first.apiKeyEnv,
    priceIn: settings.rescuePriceIn ?? first.priceIn,
    priceOut: settings.rescuePriceOut ?? first.priceOut,
  });
}

function named(option: string, name: string | undefined): string {
  if (name !== undefined) return name;
  throw new KeychainError('USAGE', `${option} is needed: the model's name on its server`);
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Drops fields that are undefined; what is left out is up to the client. */
const withoutMissing = <T extends object>(fields: T): Present<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Present<T>;
