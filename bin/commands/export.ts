import type { Command } from '../cli/command.js';
import { stageOutcome } from '../cli/outcomes.js';

export const exportCommand: Command<'export'> = {
  name: 'export',
  usage: 'SAMPLES... --to TARGET --out DIR|FILE [OPTION...]',
  summary: 'samples or trajectories -> what a trainer reads',
  words: { setting: 'records', needed: 'name the files to export, or folders of them' },
  examples: program => [
    `${program} export out/hotpotqa --to verl --out data --end-index 2500 --max-prompt-length 16384`,
    `${program} export trajectories.jsonl --to openai-ft --out fine-tuning.jsonl`,
  ],
  run: async (given, { run }) => {
    const { exportSamples } = await import('../../pipelines/export.js');
    return stageOutcome(await exportSamples(given, run));
  },
};
