import type { Command } from '../cli/command.js';
import { keychainCommand } from './keychain.js';
import { needleCommand } from './needle.js';
import { relevantOnlyCommand } from './relevant-only.js';
import { synthCommand } from './synth.js';

export const runCommand: Command<'run'> = {
  name: 'run',
  usage: 'CONFIG|RECIPE|MANIFEST [OPTION...]',
  summary:
    'a config, a recipe or a manifest -> the run that it describes; options given beside it win',
  words: { needed: 'run takes one file: a config, a recipe or a manifest' },
  examples: program => [
    `${program} run run.yaml --num-samples 10`,
    `${program} run out/hotpot/validation-num_sample_all-max_seq_4096.manifest.json --input moved/hotpot.json`,
  ],
  // A config has become the command that it names before this is reached, and a recipe mix.
  run: async (given, context) => {
    const [path = ''] = context.words;
    const { readMixManifest } = await import('../../lib/mix/output/manifest.js');
    const mixed = await readMixManifest(path);
    if (mixed) {
      const { rerunMix } = await import('../cli/rerun/rerun-mix.js');
      return rerunMix(path, mixed, given, context);
    }
    const { rerun } = await import('../cli/rerun/rerun.js');
    return rerun(path, given, context, [
      keychainCommand,
      synthCommand,
      relevantOnlyCommand,
      needleCommand,
    ]);
  },
};
