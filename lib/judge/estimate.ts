import { RecordError } from '../errors.js';
import { recordsOf } from '../json/records-of.js';
import { messenger } from '../model/ask/prompt.js';
import { stylePrompt } from '../model/reason/styles.js';
import { rolloutPrompt } from '../model/rollout/prompts.js';
import { TRAJECTORY_PROMPT } from '../model/trajectory/prompt.js';
import type { Fields } from '../records/fields.js';
import type { Run } from '../run.js';
import { resolve } from '../settings/resolve.js';
import type { GivenTo, SettingsOf } from '../settings/values.js';
import { withTokenizer } from '../tokenize/with-tokenizer.js';
import { type Asking, type AskingSettings, askingOf, shownAsking } from './asked-records.js';
import { type CallEstimate, callEstimator } from './call-estimate.js';

/** What a run would ask, and what that comes to before anything is spent. */
export interface AskingEstimate {
  plan: Asking;
  estimate: CallEstimate;
  /** If the first model gets nothing right. */
  rescue_at_most?: CallEstimate;
}

/** What each command asks by default. */
const PROMPTS = {
  rollout: () => rolloutPrompt,
  reasoning:
    ({ style = 'cot' }: Partial<SettingsOf<'reasoning'>>) =>
    () =>
      stylePrompt(style),
  trajectories: () => () => TRAJECTORY_PROMPT,
};

/**
 * What a command would ask about each record of its file, and what that would come to.
 *
 * @throws KeychainError USAGE, INPUT_*, TOKENIZER_UNUSABLE, JOURNAL_UNUSABLE
 */
export async function estimateRecords<C extends keyof typeof PROMPTS>(
  command: C,
  given: GivenTo<C>,
  { reporter }: Run,
): Promise<AskingEstimate> {
  const settings = resolve(command, given) as AskingSettings;
  const asking = askingOf(command, settings);
  const builtIn = PROMPTS[command](settings);
  const messagesOf = messenger(builtIn, asking.ask.prompt);
  return withTokenizer(settings, async tokenizer => {
    const { n, rescueN = n } = asking.ask;
    const estimators = [
      callEstimator(asking.model, n, tokenizer),
      ...(asking.rescue ? [callEstimator(asking.rescue, rescueN, tokenizer)] : []),
    ];
    try {
      const records = recordsOf(asking.file, reporter.reject, settings) as AsyncIterable<Fields>;
      for await (const record of records) {
        const messages = record.answerable === false ? undefined : askedIn(record, messagesOf);
        if (messages) for (const estimator of estimators) estimator.add(messages);
      }
      const [estimate, rescue] = estimators.map(estimator => estimator.result());
      return {
        plan: shownAsking(asking),
        estimate: estimate!,
        ...(rescue && { rescue_at_most: rescue }),
      };
    } finally {
      for (const estimator of estimators) await estimator.close();
    }
  });
}

/** Undefined for a record that the run will reject. */
function askedIn<T>(record: Fields, messagesOf: (record: Fields) => T): T | undefined {
  try {
    return messagesOf(record);
  } catch (error) {
    if (error instanceof RecordError) return undefined;
    throw error;
  }
}
