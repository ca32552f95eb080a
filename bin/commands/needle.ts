import type { Command } from '../cli/command.js';
import { datasetsOutcome, printPlan } from '../cli/outcomes.js';

export const needleCommand: Command<'needle'> = {
  name: 'needle',
  usage: '[DATASET...] [--fillers FILE|DIR] --max-seq-length L[,L...] [OPTION...]',
  summary: 'texts -> samples that ask for values hidden in them: retrieval tasks',
  words: { setting: 'dataset' },
  examples: program => [
    `${program} needle --fillers books/ --max-seq-length 16k --keys 20 --values 1 --save-dir out`,
    `${program} needle --fillers books/ --max-seq-length 16k --keys 1 --values 20 --save-dir out`,
    `${program} needle hotpot_train_v1.1.json --max-seq-length 4k,128k --queries 4 --value uuid`,
  ],
  run: async (given, { run }) => {
    if (given.dryRun) {
      const { estimateSamples } = await import('../../lib/assemble/estimate.js');
      return printPlan(await estimateSamples('needle', given), run);
    }
    const { needle } = await import('../../pipelines/needle.js');
    return datasetsOutcome(await needle(given, run));
  },
};
