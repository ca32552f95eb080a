import type { Command } from '../cli/command.js';

export const indexCommand: Command<'index'> = {
  name: 'index',
  usage: 'DATASET... [--fillers FILE|DIR] [--corpus DIR] [OPTION...]',
  summary: 'datasets -> a corpus on disk: unique passages with exact token counts, questions',
  // Needles are hidden in texts alone, too.
  words: { setting: 'dataset' },
  examples: program => [`${program} index hotpot_train_v1.1.json --corpus corpora/hotpotqa`],
  run: async (given, { run }) => {
    const { indexDatasets } = await import('../../pipelines/index-datasets.js');
    const { dir, info, built } = await indexDatasets(given, run);
    return {
      summary: { text: `${built ? 'built' : 'found'} ${dir}`, data: { dir, built, ...info } },
    };
  },
};
