import { parse } from '../../pipelines/parse.js';
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
  run: async (given, { run }) => stageOutcome(await parse(given, run)),
};
