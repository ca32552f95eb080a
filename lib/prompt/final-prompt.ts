import type { Sample } from '../records/sample.js';
import { flatten } from './flatten.js';
import { promptFrame } from './template.js';

/** What of a sample its prompt is made of. */
export type PromptParts = Pick<
  Sample,
  'input' | 'context' | 'distractor_context' | 'chain_head_with_question'
> & {
  meta: Pick<Sample['meta'], 'template'> &
    Partial<Pick<Sample['meta'], 'remove_newline_tab' | 'sample_instruction'>>;
};

/**
 * The prompt of a finished sample: its template filled in and its own instruction behind it, as its
 * `length` was counted. With a chat template it is the user's message.
 */
export function finalPrompt(sample: PromptParts): string {
  const { template, remove_newline_tab, sample_instruction: instruction } = sample.meta;
  const { before, after } = promptFrame(
    { template, instruction },
    { question: sample.input, chainHead: sample.chain_head_with_question },
  );
  const prompt = `${before}${sample.distractor_context ?? sample.context ?? ''}${after}`;
  return remove_newline_tab ? flatten(prompt) : prompt;
}

/** Whether the prompt says what is asked: that of `synth` by default is the bare context. */
export const saysWhatIsAsked = ({ meta }: PromptParts): boolean =>
  /\{(question|chain_head)\}/.test(meta.template);
