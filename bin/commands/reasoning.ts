import { estimateRecords } from '../../lib/judge/estimate.js';
import { reasoning } from '../../pipelines/reasoning.js';
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
  run: async (given, { run }) =>
    given.dryRun
      ? printPlan(await estimateRecords('reasoning', given, run), run)
      : stageOutcome(await reasoning(given, run)),
};
