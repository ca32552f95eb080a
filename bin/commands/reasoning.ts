import type { Command } from '../cli/command.js';
import { oneFile } from '../cli/inputs.js';
import { printPlan, stageOutcome } from '../cli/outcomes.js';

export const reasoningCommand: Command<'reasoning'> = {
  name: 'reasoning',
  usage: '[SAMPLES|-] --llm-url URL --model NAME [--style STYLE] [OPTION...]',
  summary: "samples -> the same with a model's reasoning, in one of five styles",
  words: oneFile('records', 'reasoning', 'samples'),
  examples: program => [
    `${program} reasoning samples.jsonl.gz --llm-url http://127.0.0.1:8000/v1 --model m --style cot-cite --n 1`,
  ],
  run: async (given, { run }) => {
    if (given.dryRun) {
      const { estimateRecords } = await import('../../lib/judge/estimate.js');
      return printPlan(await estimateRecords('reasoning', given, run), run);
    }
    const { reasoning } = await import('../../pipelines/reasoning.js');
    return stageOutcome(await reasoning(given, run));
  },
};
