import type { PromptOptions } from '../model/ask/prompt.js';
import type { ScoringRuleName } from '../score/rules/registry.js';
import { decidingMetric, type Scoring } from '../score/scoring.js';
import type { SettingsOf } from '../settings/values.js';
import { readText } from '../values/text-file.js';

/**
 * The prompt asked for.
 *
 * @throws KeychainError INPUT_MISSING
 */
export function promptOf({
  prompt,
  answerInstruction,
}: Pick<SettingsOf<'keychain'>, 'prompt' | 'answerInstruction'>): PromptOptions {
  return {
    template: prompt === undefined ? undefined : readText(prompt),
    instruction: answerInstruction,
  };
}

/**
 * How answers are judged.
 *
 * @throws KeychainError USAGE for a metric that the rule does not have
 */
export function scoringOf(
  { rule, metric }: Pick<SettingsOf<'score'>, 'rule' | 'metric'>,
  otherwise: ScoringRuleName = 'answer-is',
): Scoring {
  const asked = { rule: rule ?? otherwise, metric };
  return { ...asked, metric: decidingMetric(asked) };
}
