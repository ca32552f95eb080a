import { indexDatasets } from '../../pipelines/index-datasets.js';
import type { Command } from '../cli/command.js';
import { OPTION_GROUPS as GROUPS, optionsOf } from '../cli/options.js';
import { corpusOf, inputsOf, tokenizerOf } from '../cli/settings.js';

export const indexCommand: Command = {
  name: 'index',
  usage: 'DATASET... [--corpus DIR] [OPTION...]',
  summary: 'datasets -> a corpus on disk: unique passages with exact token counts, questions',
  options: optionsOf(GROUPS.INPUT, GROUPS.READING, GROUPS.TOKENIZER, GROUPS.CORPUS, GROUPS.REJECTS),
  examples: ['pipe index hotpot_train_v1.1.json --corpus corpora/hotpotqa'],
  run: async (args, reporter) => {
    const { dir, info, built } = await indexDatasets(
      inputsOf(args),
      tokenizerOf(args),
      corpusOf(args),
      reporter,
    );
    return {
      summary: { text: `${built ? 'built' : 'found'} ${dir}`, data: { dir, built, ...info } },
    };
  },
};
