import { readFileSync } from 'node:fs';
import { KeychainError } from '../errors.js';
import type { PromptOptions } from '../model/ask/prompt.js';
import type { ScoringRuleName } from '../score/rules/registry.js';
import { decidingMetric, type Scoring } from '../score/scoring.js';
import type { SettingsOf } from '../settings/values.js';

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
    template: prompt === undefined ? undefined : readPrompt(prompt),
    instruction: answerInstruction,
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
