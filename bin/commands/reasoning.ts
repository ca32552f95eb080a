import { STYLES } from '../../lib/model/reason/styles.js';
import { namesOf } from '../../lib/values/registry.js';
import { estimateReasoning, reasonRecords } from '../../pipelines/reasoning.js';
import type { Command } from '../cli/command.js';
import { OPTION_GROUPS as GROUPS, optionsOf } from '../cli/options.js';
import { toOutput } from '../cli/output.js';
import { oneOf } from '../cli/values.js';
import { printed } from './printed.js';
import { askedFileOf, MODEL_COMMAND } from './rollout.js';

export const reasoningCommand: Command = {
  name: 'reasoning',
  usage: '[SAMPLES|-] --llm-url URL --model NAME [--style STYLE] [OPTION...]',
  summary: "samples -> the same with a model's reasoning, in one of five styles",
  options: optionsOf(GROUPS.REASONING, MODEL_COMMAND),
  examples: [
    'pipe reasoning samples.jsonl.gz --llm-url http://127.0.0.1:8000/v1 --model m --style cot-cite --n 1',
  ],
  run: async (args, reporter) => {
    const run = {
      ...askedFileOf(args, 'reasoning', 'samples'),
      style: oneOf(args, 'style', namesOf(STYLES)),
    };
    if (args.flag('dry-run')) return printed(await estimateReasoning(run, reporter));
    return toOutput(args, reporter, async (output, told) => ({
      ...(await reasonRecords(run, output, told)),
    }));
  },
};
