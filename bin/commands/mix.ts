import type { Command } from '../cli/command.js';
import { mixOutcome, printPlan } from '../cli/outcomes.js';

export const mixCommand: Command<'mix'> = {
  name: 'mix',
  usage: 'RECIPE [--save-dir DIR] [--set NAME=VALUE] [OPTION...]',
  summary: 'a recipe of outputs and rows of others -> one training set, no question twice',
  words: {
    setting: 'recipe',
    needed: 'name the recipe, a YAML file of parts',
    most: { count: 1, said: 'mix takes one recipe' },
  },
  examples: program => [
    `${program} mix recipe.yaml --save-dir out`,
    `${program} mix recipe.yaml --set max-seq-length=32k --set math.from=math.jsonl --set math.take=500`,
    `${program} mix recipe.yaml --dry-run`,
  ],
  run: async (given, { run }) => {
    const { mix, planMix } = await import('../../pipelines/mix.js');
    if (given.dryRun) return printPlan(await planMix(given, run), run);
    return mixOutcome(await mix(given, run));
  },
};
