import type { Command } from '../cli/command.js';
import { oneFile } from '../cli/inputs.js';
import { printPlan, stageOutcome } from '../cli/outcomes.js';

export const rolloutCommand: Command<'rollout'> = {
  name: 'rollout',
  usage: '[RECORDS|-] --llm-url URL --model NAME [OPTION...]',
  summary: 'questions or samples -> the same with n answers of a model each, scored',
  words: oneFile('records', 'rollout', 'questions or samples'),
  examples: program => [
    `${program} parse hotpot.json | ${program} rollout - --llm-url http://127.0.0.1:8000/v1 --model m | gzip`,
    `${program} rollout samples.jsonl.gz --llm-url http://127.0.0.1:8000/v1 --model m --n 4 --dry-run`,
    `${program} rollout questions.jsonl --model m --batch-out batches`,
    `${program} rollout questions.jsonl --model m --batch-in answers`,
  ],
  run: async (given, { run }) => {
    if (given.dryRun) {
      const { estimateRecords } = await import('../../lib/judge/estimate.js');
      return printPlan(await estimateRecords('rollout', given, run), run);
    }
    const { rollout } = await import('../../pipelines/rollout.js');
    return stageOutcome(await rollout(given, run));
  },
};
