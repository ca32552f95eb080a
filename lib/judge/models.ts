import { join } from 'node:path';
import { cacheDir } from '../disk/cache-dir.js';
import { KeychainError } from '../errors.js';
import type { ChatOptions, Json } from '../model/client/options.js';
import type { MODEL_SETTINGS } from '../settings/model-settings.js';
import type { RESCUE_SETTINGS } from '../settings/rescue-settings.js';
import type { SettingsOf } from '../settings/values.js';
import { withoutSecrets } from '../values/without-secrets.js';
import { headersOf } from './headers.js';

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
  | keyof typeof MODEL_SETTINGS
>;

type InFiles = Partial<Pick<SettingsOf<'rollout'>, 'batchOut' | 'batchIn'>>;

/** The settings of the second model. */
export type RescueSettings = Pick<
  SettingsOf<'keychain'>,
  | 'rescue'
  | 'rescueModel'
  | 'rescueUrl'
  | 'rescueApiKeyEnv'
  | 'rescuePriceIn'
  | 'rescuePriceOut'
  | Exclude<keyof typeof RESCUE_SETTINGS, 'rescueN' | 'rescueMinCorrect' | 'rescueMaxCorrect'>
>;

/** How a client is opened; plain data. */
export type ModelOptions = Omit<ChatOptions, 'clock' | 'onNotice' | 'concurrency'> & {
  /** Calls under way at most. */
  concurrency: number;
};

/** Whether the settings have a model asked, or its answers taken from the journal. */
export const asksModel = ({ llmUrl, journalOnly }: Partial<ModelSettings>): boolean =>
  llmUrl !== undefined || journalOnly === true;

/**
 * The model that the settings name.
 *
 * @throws KeychainError USAGE without a server or a name
 */
export function modelOptions(settings: ModelSettings & InFiles): ModelOptions {
  const { llmUrl = [], model, journalOnly, concurrency, ...rest } = settings;
  if (llmUrl.length === 0 && !journalOnly && !isInFiles(settings)) {
    throw new KeychainError('USAGE', 'name a model server with --llm-url http://HOST:PORT/v1');
  }
  if (rest.apiKeyEnv !== undefined && rest.apiKeyCommand !== undefined) {
    throw new KeychainError(
      'USAGE',
      '--api-key-env and --api-key-command both say where the key comes from; give one of them',
    );
  }
  return withoutMissing({
    urls: llmUrl,
    model: named('--model', model),
    journal: rest.journal ?? join(cacheDir(), 'journal'),
    apiKeyEnv: rest.apiKeyEnv,
    apiKeyCommand: rest.apiKeyCommand,
    azureApiVersion: rest.azureApiVersion,
    headers: headersOf(rest.header, rest.headerEnv),
    systemPrompt: rest.systemPrompt,
    temperature: rest.temperature,
    topP: rest.topP,
    maxTokens: rest.maxTokens,
    parameters: fieldsOf(rest.extraBody),
    stream: rest.stream || undefined,
    modelVersion: rest.modelVersion,
    askAgain: rest.askAgain,
    journalOnly: journalOnly || undefined,
    concurrency,
    rpm: rest.rpm,
    tpm: rest.tpm,
    timeoutMs: rest.timeout * 1000,
    retries: rest.retries,
    patienceMs: rest.patience * 1000,
    runTimeoutMs: rest.runTimeout === undefined ? undefined : rest.runTimeout * 1000,
    maxRequests: rest.maxRequests,
    maxTotalTokens: rest.maxTotalTokens,
    maxCost: rest.maxCost,
    priceIn: rest.priceIn,
    priceOut: rest.priceOut,
  });
}

/** Whether the model is asked in files of a batch, and not here. */
const isInFiles = (settings: InFiles): boolean =>
  settings.batchOut !== undefined || settings.batchIn !== undefined;

/** The second model, if one is asked for: as the first one, less what is its own. */
export function rescueOptions(
  settings: RescueSettings,
  first: ModelOptions,
): ModelOptions | undefined {
  const { rescue, rescueModel, rescueUrl, rescueTimeout } = settings;
  if (!rescue && rescueModel === undefined) return undefined;
  // What opens one server's door is not shown to another one, unless that is asked for.
  const isElsewhere = rescueUrl !== undefined;
  const { modelVersion: _, ...shared } = first;
  const key = keyOf(settings, first);
  return withoutMissing({
    ...shared,
    model: named('--rescue-model', rescueModel),
    urls: rescueUrl ?? first.urls,
    ...key,
    azureApiVersion:
      settings.rescueAzureApiVersion ?? (isElsewhere ? undefined : first.azureApiVersion),
    headers:
      headersOf(settings.rescueHeader, settings.rescueHeaderEnv, '--rescue-header-env') ??
      (isElsewhere ? undefined : first.headers),
    systemPrompt: settings.rescueSystemPrompt ?? first.systemPrompt,
    temperature: settings.rescueTemperature ?? first.temperature,
    topP: settings.rescueTopP ?? first.topP,
    maxTokens: settings.rescueMaxTokens ?? first.maxTokens,
    parameters: fieldsOf(settings.rescueExtraBody) ?? first.parameters,
    modelVersion: settings.rescueModelVersion,
    stream: settings.rescueStream ?? first.stream,
    concurrency: settings.rescueConcurrency ?? first.concurrency,
    rpm: settings.rescueRpm ?? first.rpm,
    tpm: settings.rescueTpm ?? first.tpm,
    timeoutMs: rescueTimeout === undefined ? first.timeoutMs : rescueTimeout * 1000,
    maxRequests: settings.rescueMaxRequests ?? first.maxRequests,
    maxTotalTokens: settings.rescueMaxTotalTokens ?? first.maxTotalTokens,
    maxCost: settings.rescueMaxCost ?? first.maxCost,
    priceIn: settings.rescuePriceIn ?? first.priceIn,
    priceOut: settings.rescuePriceOut ?? first.priceOut,
  });
}

/** Where the second model's key comes from: one place of its own, or the first one's. */
function keyOf(
  { rescueApiKeyEnv, rescueApiKeyCommand }: RescueSettings,
  first: ModelOptions,
): Pick<ChatOptions, 'apiKeyEnv' | 'apiKeyCommand'> {
  if (rescueApiKeyEnv !== undefined && rescueApiKeyCommand !== undefined) {
    throw new KeychainError(
      'USAGE',
      '--rescue-api-key-env and --rescue-api-key-command both say where its key comes from; give one of them',
    );
  }
  const { apiKeyEnv, apiKeyCommand } =
    rescueApiKeyEnv === undefined && rescueApiKeyCommand === undefined
      ? first
      : { apiKeyEnv: rescueApiKeyEnv, apiKeyCommand: rescueApiKeyCommand };
  return { apiKeyEnv, apiKeyCommand } as Pick<ChatOptions, 'apiKeyEnv' | 'apiKeyCommand'>;
}

/** The fields of a setting that is resolved, and so no longer the name of a file. */
const fieldsOf = (body: unknown): Record<string, Json> | undefined =>
  body as Record<string, Json> | undefined;

/** The same as it may be shown. */
export function shownModel(options: ModelOptions): ModelOptions {
  const { headers, urls } = options;
  const hidden = Object.keys(headers ?? {}).map(name => [name, '***'] as const);
  return {
    ...options,
    urls: urls.map(withoutSecrets),
    ...(headers && { headers: Object.fromEntries(hidden) }),
  };
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
