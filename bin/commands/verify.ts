import { KeychainError } from '../../lib/errors.js';
import { renderReport } from '../../lib/verify/report/report.js';
import { verifyFiles } from '../../pipelines/verify.js';
import type { Command } from '../cli/command.js';
import { OPTION_GROUPS as GROUPS, optionsOf } from '../cli/options.js';
import { corpusOf, inputsOf, tokenizerOf } from '../cli/settings.js';

export const verifyCommand: Command = {
  name: 'verify',
  usage: 'SAMPLES... [--dataset FILE | --corpus DIR] [OPTION...]',
  summary: 'samples -> a report on every invariant, by an independent solver',
  options: optionsOf(
    {
      dataset: {
        ...GROUPS.INPUT.dataset,
        help: 'the dataset that the samples were made from, for the texts and answers',
      },
    },
    GROUPS.READING,
    { corpus: { value: 'DIR', help: 'or its corpus' } },
    GROUPS.TOKENIZER,
  ),
  examples: ['pipe verify out/hotpotqa --dataset hotpot_train_v1.1.json'],
  run: async (args, reporter) => {
    if (args.positionals.length === 0) {
      throw new KeychainError('USAGE', 'name the sample files to verify, or folders of them');
    }
    const datasets = args.texts('dataset');
    const reports = await verifyFiles(
      {
        files: args.positionals,
        datasets: datasets.length > 0 ? inputsOf({ ...args, positionals: [] }) : [],
        corpus: corpusOf(args),
        tokenizer: tokenizerOf(args),
      },
      reporter,
    );
    const failed = reports.some(({ ok }) => !ok);
    process.stdout.write(
      args.flag('json') ? `${JSON.stringify({ ok: !failed, reports })}\n` : renderReport(reports),
    );
    return { failed };
  },
};
