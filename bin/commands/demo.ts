import { KeychainError } from '../../lib/errors.js';
import { demo } from '../../pipelines/demo.js';
import { type Reporter, silentReporter } from '../../pipelines/reporter.js';
import type { Command } from '../cli/command.js';
import { OPTION_GROUPS as GROUPS, optionsOf } from '../cli/options.js';
import { integer } from '../cli/values.js';

export const demoCommand: Command = {
  name: 'demo',
  usage: '[OPTION...]',
  summary: 'nothing -> a fictional dataset, samples of it, their check, and one sample shown',
  options: optionsOf(
    {
      'save-dir': { value: 'DIR', default: 'demo-out', help: 'where everything goes' },
      'num-questions': { value: 'N', default: '300', help: 'questions of the fictional dataset' },
    },
    GROUPS.SEED,
    { workers: { value: 'N', default: '2', help: 'threads that assemble samples' } },
  ),
  examples: ['pipe demo', 'pipe demo --num-questions 2000 --save-dir demo-2000'],
  run: async (args, reporter) => {
    if (args.positionals.length > 0) {
      throw new KeychainError('USAGE', 'demo reads no files: it makes up a dataset of its own');
    }
    const isForPrograms = args.flag('json');
    const { ok, ...made } = await demo(
      {
        saveDir: args.text('save-dir')!,
        questions: integer(args, 'num-questions', 1),
        seed: integer(args, 'random-seed', 0),
        workers: integer(args, 'workers', 1),
      },
      isForPrograms ? reporter : withoutProgress(reporter),
      isForPrograms ? () => undefined : text => process.stdout.write(`${text}\n`),
    );
    if (isForPrograms) process.stdout.write(`${JSON.stringify({ ok, ...made })}\n`);
    return { failed: !ok };
  },
};

/** What the demo says of itself tells how far it is; bars would be drawn over it. */
const withoutProgress = ({ warn, reject }: Reporter): Reporter => ({
  ...silentReporter,
  warn,
  reject,
});
