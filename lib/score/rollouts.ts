import { type Fields, invalid, isFields, listField } from '../records/fields.js';
import { SCORING_RULES, type ScoringRuleName } from './rules/registry.js';
import type { ScoringRule } from './rules/rule.js';

/** One sampled answer, as `rollout` stores it. */
export interface Rollout {
  text: string;
  /** `stop`, `length`, ...; empty where the server does not say. */
  finish_reason: string;
  /** The model's reasoning, where the server splits it off; else empty. */
  reasoning_content: string;
}

/**
 * What a rule looks at: the text, and where it looks behind the reasoning, the reasoning before it
 * if the server has split that off.
 */
export function judgedText(
  { text, reasoning_content }: Pick<Rollout, 'text'> & Partial<Pick<Rollout, 'reasoning_content'>>,
  rule: ScoringRuleName,
): string {
  const { readsThoughts }: ScoringRule = SCORING_RULES[rule];
  return readsThoughts && reasoning_content ? `<think>${reasoning_content}</think>${text}` : text;
}

/** @throws RecordError RECORD_INVALID */
export function rolloutTexts(record: Fields, rule: ScoringRuleName): string[] {
  return listField(record, 'rollouts', 'an array of {text}').map((rollout, i) => {
    const { text, reasoning_content: reasoning } = isFields(rollout) ? rollout : {};
    if (typeof text !== 'string') throw invalid(`rollouts[${i}].text`, text, 'a string');
    return judgedText(
      typeof reasoning === 'string' ? { text, reasoning_content: reasoning } : { text },
      rule,
    );
  });
}
