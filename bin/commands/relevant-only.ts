import { estimateSamples } from '../../lib/assemble/estimate.js';
import { relevantOnly } from '../../pipelines/relevant-only.js';
import type { Command } from '../cli/command.js';
import { DATASETS } from '../cli/inputs.js';
import { datasetsOutcome, printPlan } from '../cli/outcomes.js';

export const relevantOnlyCommand: Command<'relevant-only'> = {
  name: 'relevant-only',
  usage: 'DATASET... [OPTION...]',
  summary: 'dataset -> samples of the supporting passages only',
  words: DATASETS,
  examples: program => [`${program} relevant-only hotpot_train_v1.1.json --save-dir out`],
  run: async (given, { run }) =>
    given.dryRun
      ? printPlan(await estimateSamples('relevant-only', given), run)
      : datasetsOutcome(await relevantOnly(given, run)),
};
