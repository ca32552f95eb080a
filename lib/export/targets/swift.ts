import { REWARD_COLUMNS, rewardFields } from '../reward-columns.js';
import { MESSAGES } from '../row-form.js';
import { rowTarget } from '../row-target.js';

/**
 * What ms-swift reads: `messages`, which for GRPO end with the user's. It renames columns that it
 * takes for parts of a conversation (`input`, `question`, `answer`, `system`): there are none here.
 */
export const swift = rowTarget({
  help: 'ms-swift: JSONL with messages',
  // Its reader goes by the last ending, and takes a packed file for none.
  endings: ['.jsonl', '.json'],
  forms: {
    prompt: {
      columns: { messages: MESSAGES, ...REWARD_COLUMNS },
      row: example => ({ messages: example.messages, ...rewardFields(example) }),
    },
    messages: {
      columns: { messages: MESSAGES },
      row: ({ messages }) => ({ messages }),
    },
  },
});
