import { type Fields, invalid, isFields, listField } from '../records/fields.js';
import type { RuleName } from './rules.js';

/** One sampled answer, as `rollout` stores it. */
export interface Rollout {
  text: string;
  /** `stop`, `length`, ...; null where the server does not say. */
  finish_reason: string | null;
  /** The model's reasoning, where the server splits it off. */
  reasoning_content?: string;
}

/**
 * What a rule looks at: the text, and under `think-boxed`, which looks behind the reasoning, the
 * reasoning before it where the server has split it off.
 */
export const judgedText = (
  { text, reasoning_content }: Pick<Rollout, 'text' | 'reasoning_content'>,
  rule: RuleName,
): string =>
  rule === 'think-boxed' && reasoning_content ? `<think>${reasoning_content}</think>${text}` : text;

/** @throws RecordError RECORD_INVALID */
export function rolloutTexts(record: Fields, rule: RuleName): string[] {
  return listField(record, 'rollouts', 'an array of {text}').map((rollout, i) => {
    const { text, reasoning_content: reasoning } = isFields(rollout) ? rollout : {};
    if (typeof text !== 'string') throw invalid(`rollouts[${i}].text`, text, 'a string');
    return judgedText(
      typeof reasoning === 'string' ? { text, reasoning_content: reasoning } : { text },
      rule,
    );
  });
}
