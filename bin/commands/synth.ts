import type { Command } from '../cli/command.js';
import { DATASET_FILES } from '../cli/inputs.js';
import { datasetsOutcome, printPlan } from '../cli/outcomes.js';

export const synthCommand: Command<'synth'> = {
  name: 'synth',
  usage: 'DATASET... --max-seq-length L[,L...] [OPTION...]',
  summary: 'dataset -> long-context samples without chains',
  words: DATASET_FILES,
  examples: program => [
    `${program} synth hotpot_train_v1.1.json --max-seq-length 32k --save-dir out`,
  ],
  run: async (given, { run }) => {
    if (given.dryRun) {
      const { estimateSamples } = await import('../../lib/assemble/estimate.js');
      return printPlan(await estimateSamples('synth', given), run);
    }
    const { synth } = await import('../../pipelines/synth.js');
    return datasetsOutcome(await synth(given, run));
  },
};
