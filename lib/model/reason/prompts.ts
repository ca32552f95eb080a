import type { AskingPrompt } from '../ask/prompt.js';

/** How a model is asked to reason. */
export const STYLES = ['basic', 'normal', 'cot', 'cot-cite', 'mcts'] as const;
export type Style = (typeof STYLES)[number];

const INSTRUCTION = 'Put the final answer, and nothing else, in \\boxed{}.';

/** What follows the record's own prompt; the styles of the reference, in words of our own. */
const MANNERS: Record<Style, string> = {
  basic: 'Answer the question at once, without any explanation.',
  normal:
    'Answer the question, and say in a few sentences how the answer follows from the text above.',
  cot: 'Think step by step. Say what has to be known, find each fact in the text above, and draw one conclusion after the other until the question is answered.',
  'cot-cite':
    'Think step by step. For each step copy the sentence of the text above that it rests on, word for word and in quotation marks, say in which document it stands, and then say what follows from it. Take no step that no sentence supports.',
  mcts: 'Search for the answer as one searches a tree. At each point write down two or three different next steps, say of each how promising it is on a scale from 0 to 10 and why, and take the best one. Where a path contradicts the text above or leads nowhere, say so, go back to the last point with a step left, and take the next best. Stop when a path holds from the question to the answer, and repeat that path alone.',
};

export const stylePrompt = (style: Style): AskingPrompt => ({
  template: `{prompt}\n\n${MANNERS[style]}\n\n{instruction}`,
  instruction: INSTRUCTION,
});
