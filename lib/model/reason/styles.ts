import type { AskingPrompt } from '../ask/prompt.js';

/** A way to ask for reasoning: one row in the registry. */
export interface Style {
  /** How the model is to reason, for `--help`. */
  readonly help: string;
  /** What follows the record's own prompt; `{answer}` stands for the first accepted answer. */
  readonly manner: string;
}

/** How a model is asked to reason (`--style`): the reference's styles, in words of our own. */
export const STYLES = {
  basic: {
    help: 'shown the accepted answer: how it follows',
    manner:
      'The answer is: {answer}\n\nExplain in detail how one gets from the text above to this answer.',
  },
  normal: {
    help: 'a few sentences',
    manner:
      'Answer the question, and say in a few sentences how the answer follows from the text above.',
  },
  cot: {
    help: 'step by step',
    manner:
      'Think step by step. Say what has to be known, find each fact in the text above, and draw one conclusion after the other until the question is answered.',
  },
  'cot-cite': {
    help: 'step by step, each with the sentence that it rests on',
    manner:
      'Think step by step. For each step copy the sentence of the text above that it rests on, word for word and in quotation marks, say in which document it stands, and then say what follows from it. Take no step that no sentence supports.',
  },
  mcts: {
    help: 'a search in a tree of steps, with scores',
    manner:
      'Search for the answer as one searches a tree. At each point write down two or three different next steps, say of each how promising it is on a scale from 0 to 10 and why, and take the best one. Where a path contradicts the text above or leads nowhere, say so, go back to the last point with a step left, and take the next best. Stop when a path holds from the question to the answer, and repeat that path alone.',
  },
} as const satisfies Record<string, Style>;

export type StyleName = keyof typeof STYLES;

const INSTRUCTION = 'Put the final answer, and nothing else, in \\boxed{}.';

/** The prompt of a style. */
export const stylePrompt = (style: StyleName): AskingPrompt => ({
  template: `{prompt}\n\n${STYLES[style].manner}\n\n{instruction}`,
  instruction: INSTRUCTION,
  mayShowAnswer: true,
});
