import type { Transform } from 'node:stream';
import { RecordError } from '../../errors.js';
import type { Fields } from '../../records/fields.js';
import type { Rollout } from '../../score/rollouts.js';
import { type AskOptions, ask, type Model } from '../ask/ask.js';
import { type AskingOptions, asking } from '../ask/asking.js';
import { rolloutOf } from '../ask/judge.js';
import { messenger, type PromptOptions } from '../ask/prompt.js';
import { type StyleName, stylePrompt } from './styles.js';

/** What the stage adds to a record. */
export interface Reasoned {
  /** The model's sequences; those without any text are left out. */
  reasoning: Rollout[];
  reasoning_style: StyleName;
  reasoned_by: string;
}

export interface ReasonOptions extends AskOptions, AskingOptions<Fields & Reasoned> {
  model: Model;
  style: StyleName;
  prompt?: PromptOptions | undefined;
}

/**
 * The stage `reasoning`: a Transform of samples (or questions) to the same with a model's
 * reasoning, `n` sequences each, in order. What fails is a reject with its reason; no message of
 * an error ever stands where text is expected.
 *
 * @throws KeychainError USAGE; (as an error event) what the chat throws
 */
export function reason(options: ReasonOptions): Transform {
  const { model, style, prompt } = options;
  const messagesOf = messenger(() => stylePrompt(style), prompt);
  return asking<Fields & Reasoned>(async (record, signal) => {
    const answers = await ask(model, messagesOf(record), options, signal);
    const reasoning = answers.map(rolloutOf).filter(hasText);
    if (reasoning.length === 0) {
      throw new RecordError('MODEL_FAILED', `each of the ${answers.length} answers is empty`);
    }
    return { ...record, reasoning, reasoning_style: style, reasoned_by: model.name };
  }, options);
}

const hasText = ({ text, reasoning_content = '' }: Rollout): boolean =>
  text.trim() !== '' || reasoning_content.trim() !== '';
