import type { Command } from '../cli/command.js';
import { DATASET_FILES } from '../cli/inputs.js';
import { datasetsOutcome, printPlan } from '../cli/outcomes.js';

export const relevantOnlyCommand: Command<'relevant-only'> = {
  name: 'relevant-only',
  usage: 'DATASET... [OPTION...]',
  summary: 'dataset -> samples of the supporting passages only',
  words: DATASET_FILES,
  examples: program => [`${program} relevant-only hotpot_train_v1.1.json --save-dir out`],
  run: async (given, { run }) => {
    if (given.dryRun) {
      const { estimateSamples } = await import('../../lib/assemble/estimate.js');
      return printPlan(await estimateSamples('relevant-only', given), run);
    }
    const { relevantOnly } = await import('../../pipelines/relevant-only.js');
    return datasetsOutcome(await relevantOnly(given, run));
  },
};
