import { parse } from '../../pipelines/parse.js';
import type { Command } from '../cli/command.js';
import { OPTION_GROUPS as GROUPS, optionsOf } from '../cli/options.js';
import { toOutput } from '../cli/output.js';
import { inputsOrStdin } from '../cli/settings.js';

export const parseCommand: Command = {
  name: 'parse',
  usage: '[DATASET...|-] [OPTION...]',
  summary: 'dataset -> questions, as JSON lines',
  options: optionsOf(GROUPS.INPUT, GROUPS.READING, GROUPS.STREAMING, GROUPS.REJECTS),
  examples: [
    'pipe parse hotpot_train_v1.1.json | head -1',
    'curl ... | pipe parse - | gzip > q.jsonl.gz',
  ],
  run: (args, reporter) =>
    toOutput(args, reporter, async (output, told) => {
      await parse(inputsOrStdin(args), output, told);
      return {};
    }),
};
