import { KeychainError } from '../../lib/errors.js';
import type { Command } from '../cli/command.js';
import { stageOutcome } from '../cli/outcomes.js';

export const mergeCommand: Command<'merge'> = {
  name: 'merge',
  usage: 'PART... [--questions FILE] [OPTION...]',
  summary: 'prediction parts -> one file; what is missing, double or foreign is named',
  words: { setting: 'records', needed: 'name the parts to merge' },
  examples: program => [
    `${program} merge part-*.jsonl --questions questions.jsonl --out predictions.jsonl.gz`,
  ],
  run: async (given, { run }) => {
    const { merge } = await import('../../pipelines/merge.js');
    const files = [...(given.records ?? []), given.questions];
    if (files.filter(file => file === '-').length > 1) {
      throw new KeychainError('USAGE', 'standard input can be read once only');
    }
    return stageOutcome(await merge(given, run));
  },
};
