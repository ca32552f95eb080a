import { estimateRollouts, type RolloutRun, rolloutRecords } from '../../pipelines/rollout.js';
import type { Arguments } from '../cli/arguments.js';
import type { Command } from '../cli/command.js';
import { modelOf, promptOf, rescueOf } from '../cli/model-settings.js';
import { OPTION_GROUPS as GROUPS, optionsOf } from '../cli/options.js';
import { toOutput } from '../cli/output.js';
import { tokenizerOf } from '../cli/settings.js';
import { integer } from '../cli/values.js';
import { printed } from './printed.js';
import { oneInputOf, scoringAskedFor } from './score.js';

const { default: _, ...rule } = GROUPS.SCORING.rule;

/** What `rollout`, `reasoning` and `trajectories` have in common. */
export const MODEL_COMMAND = {
  ...GROUPS.MODEL,
  ...GROUPS.ASKING,
  ...GROUPS.TOKENIZER,
  ...GROUPS.STREAMING,
  ...GROUPS.REJECTS,
  'dry-run': { help: 'print how many calls and tokens it will come to, ask nothing' },
};

export const rolloutCommand: Command = {
  name: 'rollout',
  usage: '[RECORDS|-] --llm-url URL --model NAME [OPTION...]',
  summary: 'questions or samples -> the same with n answers of a model each, scored',
  options: optionsOf(MODEL_COMMAND, GROUPS.RESCUE, {
    rule: {
      ...rule,
      help: `${rule.help} (default: answer-is for questions, boxed-or-answer-is for samples)`,
    },
    metric: GROUPS.SCORING.metric,
  }),
  examples: [
    'pipe parse hotpot.json | pipe rollout - --llm-url http://127.0.0.1:8000/v1 --model m | gzip',
    'pipe rollout samples.jsonl.gz --llm-url ... --model m --n 4 --dry-run',
  ],
  run: async (args, reporter) => {
    const run: RolloutRun = {
      ...askedFileOf(args, 'rollout', 'questions or samples'),
      scoring: scoringAskedFor(args),
    };
    const plan = { ...run, rescue: rescueOf(args, run.model) };
    if (args.flag('dry-run')) return printed(await estimateRollouts(plan, reporter));
    return toOutput(args, reporter, async (output, told) => ({
      ...(await rolloutRecords(plan, output, told)),
    }));
  },
};

/** The file, the model and what it is asked, for each command that asks one. */
export function askedFileOf(args: Arguments, command: string, what: string) {
  return {
    file: oneInputOf(args, command, what),
    model: modelOf(args),
    n: integer(args, 'n', 1),
    prompt: promptOf(args),
    tokenizer: tokenizerOf(args),
  };
}
