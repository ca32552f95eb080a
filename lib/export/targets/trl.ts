import { REWARD_COLUMNS, rewardFields } from '../reward-columns.js';
import { MESSAGES } from '../row-form.js';
import { rowTarget } from '../row-target.js';

/**
 * What TRL's trainers read: a conversational `prompt` for GRPO, whose rewards get every other column
 * by its name, or `messages` for SFT.
 */
export const trl = rowTarget({
  help: 'TRL: Parquet or JSONL with prompt, or with messages of trajectories',
  // What `datasets` opens.
  endings: ['.parquet', '.jsonl', '.jsonl.gz', '.jsonl.zst', '.json'],
  forms: {
    prompt: {
      columns: { prompt: MESSAGES, ...REWARD_COLUMNS },
      row: example => ({ prompt: example.messages, ...rewardFields(example) }),
    },
    messages: {
      columns: { messages: MESSAGES, id: 'text' },
      row: ({ messages, id }) => ({ messages, id }),
    },
  },
});
