import { estimateTrajectories, makeTrajectories } from '../../pipelines/trajectories.js';
import type { Command } from '../cli/command.js';
import { OPTION_GROUPS as GROUPS, optionsOf } from '../cli/options.js';
import { toOutput } from '../cli/output.js';
import { printed } from './printed.js';
import { askedFileOf, MODEL_COMMAND } from './rollout.js';
import { scoringOf } from './score.js';

export const trajectoriesCommand: Command = {
  name: 'trajectories',
  usage: '[SAMPLES|-] --llm-url URL --model NAME [OPTION...]',
  summary:
    'samples -> those that a model gets right, the best of n answers as messages to learn from',
  options: optionsOf(MODEL_COMMAND, {
    ...GROUPS.SCORING,
    rule: { ...GROUPS.SCORING.rule, default: 'think-boxed' },
    'keep-unsolved': { help: 'write the samples too that no answer gets right, without messages' },
  }),
  examples: [
    'pipe trajectories samples.jsonl.gz --llm-url http://127.0.0.1:8000/v1 --model m > sft.jsonl',
  ],
  run: async (args, reporter) => {
    const run = {
      ...askedFileOf(args, 'trajectories', 'samples'),
      scoring: scoringOf(args),
      keepUnsolved: args.flag('keep-unsolved'),
    };
    if (args.flag('dry-run')) return printed(await estimateTrajectories(run, reporter));
    return toOutput(args, reporter, async (output, told) => ({
      ...(await makeTrajectories(run, output, told)),
    }));
  },
};
