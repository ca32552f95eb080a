import type { Command } from '../cli/command.js';
import { stageOutcome } from '../cli/outcomes.js';

export const parseCommand: Command<'parse'> = {
  name: 'parse',
  usage: '[DATASET...|-] [OPTION...]',
  summary: 'dataset -> questions, as JSON lines',
  words: { setting: 'dataset' },
  examples: program => [
    `${program} parse hotpot_train_v1.1.json | head -1`,
    `curl ... | ${program} parse - | gzip > q.jsonl.gz`,
  ],
  run: async (given, { run }) => {
    const { parse } = await import('../../pipelines/parse.js');
    return stageOutcome(await parse(given, run));
  },
};
