import type { AskingPrompt } from '../ask/prompt.js';
import type { Subject } from '../ask/subject.js';

/** What is asked of a question; the rule `answer-is` finds the answer in what comes back. */
export const QUESTION_PROMPT: AskingPrompt = {
  template:
    'Below are some passages, and after them a question. All that is needed to answer it stands in the passages.\n\n{prompt}\n\n{instruction}',
  instruction:
    'Think step by step: find the facts that matter one after the other, and put them together. End with one line that says "The answer is ...", with nothing but the answer itself, as short as it can be, in place of the dots.',
};

/** What is asked of a sample; the rule `boxed-or-answer-is` finds the answer. */
const SAMPLE_PROMPT: AskingPrompt = {
  template: '{prompt}\n\n{instruction}',
  instruction: 'Put the final answer, and nothing else, in \\boxed{}.',
};

/** The prompt with which a question, or a sample, is asked. */
export const rolloutPrompt = (kind: Subject['kind']): AskingPrompt =>
  kind === 'question' ? QUESTION_PROMPT : SAMPLE_PROMPT;
