import type { Command } from '../cli/command.js';
import { DATASET_FILES } from '../cli/inputs.js';
import { datasetsOutcome, printPlan } from '../cli/outcomes.js';

export const keychainCommand: Command<'keychain'> = {
  name: 'keychain',
  usage: 'DATASET... --max-seq-length L[,L...] [OPTION...]',
  summary: 'dataset -> samples whose question hides behind a chain of keys: the main job',
  words: DATASET_FILES,
  examples: program => [
    `${program} keychain hotpot_train_v1.1.json --max-seq-length 4k,32k --save-dir out`,
    `${program} keychain musique.jsonl --max-seq-length 16k --preset loongrl --num-samples 1000`,
    `${program} keychain hotpot.json --max-seq-length 16k --llm-url http://127.0.0.1:8000/v1 --model m`,
  ],
  run: async (given, { run }) => {
    if (given.dryRun) {
      const { estimateSamples } = await import('../../lib/assemble/estimate.js');
      return printPlan(await estimateSamples('keychain', given), run);
    }
    const { keychain } = await import('../../pipelines/keychain.js');
    return datasetsOutcome(await keychain(given, run));
  },
};
