import { MESSAGES } from '../row-form.js';
import { rowTarget } from '../row-target.js';

/**
 * What fine-tuning at OpenAI takes, and so what many trainers take: a conversation a line, and nothing
 * beside it.
 */
export const openaiFt = rowTarget({
  help: "OpenAI's fine-tuning: JSONL with messages, of trajectories",
  endings: ['.jsonl'],
  forms: {
    messages: {
      columns: { messages: MESSAGES },
      row: ({ messages }) => ({ messages }),
    },
  },
});
