import { KeychainError } from '../../lib/errors.js';
import { mergeParts } from '../../pipelines/merge.js';
import type { Command } from '../cli/command.js';
import { OPTION_GROUPS as GROUPS, optionsOf } from '../cli/options.js';
import { toOutput } from '../cli/output.js';

export const mergeCommand: Command = {
  name: 'merge',
  usage: 'PART... [--questions FILE] [OPTION...]',
  summary: 'prediction parts -> one file; what is missing, double or foreign is named',
  options: optionsOf(
    {
      questions: {
        value: 'FILE',
        help: 'the questions or samples that the parts were made from; gives the order',
      },
    },
    GROUPS.STREAMING,
    GROUPS.REJECTS,
  ),
  examples: ['pipe merge part-*.jsonl --questions questions.jsonl --out predictions.jsonl.gz'],
  run: (args, reporter) => {
    const parts = args.positionals;
    const list = args.text('questions');
    if (parts.length === 0) throw new KeychainError('USAGE', 'name the parts to merge');
    if ([...parts, list].filter(file => file === '-').length > 1) {
      throw new KeychainError('USAGE', 'standard input can be read once only');
    }
    return toOutput(args, reporter, async (output, told) => {
      const { merged } = await mergeParts({ parts, list }, output, told);
      return { merged };
    });
  },
};
