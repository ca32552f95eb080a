import { estimateSamples } from '../../lib/assemble/estimate.js';
import { synth } from '../../pipelines/synth.js';
import type { Command } from '../cli/command.js';
import { DATASETS } from '../cli/inputs.js';
import { datasetsOutcome, printPlan } from '../cli/outcomes.js';

export const synthCommand: Command<'synth'> = {
  name: 'synth',
  usage: 'DATASET... --max-seq-length L[,L...] [OPTION...]',
  summary: 'dataset -> long-context samples without chains',
  words: DATASETS,
  examples: program => [
    `${program} synth hotpot_train_v1.1.json --max-seq-length 32k --save-dir out`,
  ],
  run: async (given, { run }) =>
    given.dryRun
      ? printPlan(await estimateSamples('synth', given), run)
      : datasetsOutcome(await synth(given, run)),
};
