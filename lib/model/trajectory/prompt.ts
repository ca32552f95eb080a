import type { AskingPrompt } from '../ask/prompt.js';

/** What is asked of a sample; the rule `think-boxed` finds the answer. */
export const TRAJECTORY_PROMPT: AskingPrompt = {
  template: '{prompt}\n\n{instruction}',
  instruction:
    'First reason between <think> and </think>. After </think> put the final answer, and nothing else, in \\boxed{}.',
};
