import type { Command } from '../cli/command.js';
import { oneFile } from '../cli/inputs.js';
import { printPlan, stageOutcome } from '../cli/outcomes.js';

export const trajectoriesCommand: Command<'trajectories'> = {
  name: 'trajectories',
  usage: '[SAMPLES|-] [--llm-url URL --model NAME] [OPTION...]',
  summary:
    'samples, or stored answers -> those that a model gets right, the best as messages to learn from',
  words: oneFile('records', 'trajectories', 'samples'),
  examples: program => [
    `${program} trajectories samples.jsonl.gz --llm-url http://127.0.0.1:8000/v1 --model m > sft.jsonl`,
    `${program} trajectories rollouts.jsonl.gz --take all > sft.jsonl`,
  ],
  run: async (given, { run }) => {
    if (given.dryRun) {
      const { estimateRecords } = await import('../../lib/judge/estimate.js');
      return printPlan(await estimateRecords('trajectories', given, run), run);
    }
    const { trajectories } = await import('../../pipelines/trajectories.js');
    return stageOutcome(await trajectories(given, run));
  },
};
