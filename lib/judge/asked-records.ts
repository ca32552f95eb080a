import { oneFile } from '../input/one-file.js';
import type { PromptOptions } from '../model/ask/prompt.js';
import type { Reporter } from '../reporter.js';
import type { SettingsOf } from '../settings/values.js';
import { tokenizerOptions } from '../tokenize/with-tokenizer.js';
import { promptOf } from './asking-settings.js';
import {
  type ModelOptions,
  modelOptions,
  type RescueSettings,
  rescueOptions,
  shownModel,
} from './models.js';
import { type Models, openModels } from './open-models.js';

/** The settings of the commands that ask a model about each record of a file. */
export type AskingSettings = Omit<SettingsOf<'reasoning'>, 'style' | 'llmUrl'> &
  Pick<SettingsOf<'keychain'>, 'llmUrl'> &
  Partial<RescueSettings & Pick<SettingsOf<'rollout'>, 'rescueN'>>;

/** What is asked, of whom; plain data. */
export interface Asking {
  /** JSON lines, or `-` for standard input. */
  file: string;
  model: ModelOptions;
  /** A stronger model for what the first one never gets right. */
  rescue?: ModelOptions | undefined;
  ask: {
    /** Answers to each prompt. */
    n: number;
    /** Of the second model. */
    rescueN?: number | undefined;
    prompt: PromptOptions;
  };
}

/** @throws KeychainError USAGE, INPUT_MISSING */
export function askingOf(command: string, settings: AskingSettings): Asking {
  const model = modelOptions(settings);
  const { n, rescueN } = settings;
  return {
    file: oneFile(settings.records, command, 'records'),
    model,
    rescue: rescueOptions({ rescue: false, ...settings } as RescueSettings, model),
    ask: { n, ...(rescueN !== undefined && { rescueN }), prompt: promptOf(settings) },
  };
}

/** The same as it may be shown. */
export const shownAsking = (asking: Asking): Asking => ({
  ...asking,
  model: shownModel(asking.model),
  ...(asking.rescue && { rescue: shownModel(asking.rescue) }),
});

/**
 * Opens the models for as long as something asks them.
 *
 * @throws KeychainError USAGE, JOURNAL_UNUSABLE, TOKENIZER_UNUSABLE, and what `work` does
 */
export async function withModels<T>(
  asking: Asking,
  settings: AskingSettings,
  reporter: Reporter,
  work: (models: Models) => Promise<T>,
): Promise<T> {
  const models = await openModels(asking, tokenizerOptions(settings), reporter);
  try {
    const result = await work(models);
    for (const warning of models.warnings()) reporter.warn(warning);
    return result;
  } finally {
    await models.close();
  }
}
