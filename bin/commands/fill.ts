import { KeychainError } from '../../lib/errors.js';
import { fillQuestions } from '../../pipelines/fill.js';
import type { Arguments } from '../cli/arguments.js';
import type { Command } from '../cli/command.js';
import { OPTION_GROUPS as GROUPS, optionsOf } from '../cli/options.js';
import { toOutput } from '../cli/output.js';
import { inputsOrStdin, sampleSettingsOf, selectionOf, tokenizerOf } from '../cli/settings.js';

export const fillCommand: Command = {
  name: 'fill',
  usage: '[QUESTIONS|-] --corpus DIR --max-seq-length L[,L...] [OPTION...]',
  summary: 'questions + corpus -> samples, with room for chains (--chains 0: without)',
  options: optionsOf(
    GROUPS.CORPUS,
    GROUPS.TOKENIZER,
    GROUPS.LENGTH,
    GROUPS.SELECTING,
    GROUPS.SEED,
    GROUPS.PLACING,
    GROUPS.CHAINS,
    GROUPS.PROMPT,
    GROUPS.INPUT,
    GROUPS.READING,
    GROUPS.STREAMING,
    GROUPS.REJECTS,
  ),
  examples: [
    'pipe parse D.json | pipe fill --corpus C --max-seq-length 4k | pipe chain --corpus C | gzip',
  ],
  run: (args, reporter) =>
    toOutput(args, reporter, async (output, told) => {
      const [input, ...more] = inputsOrStdin(args);
      if (more.length > 0) throw new KeychainError('USAGE', 'fill reads one file of questions');
      const { unanswerable } = await fillQuestions(
        {
          input: input!,
          corpusDir: corpusDirOf(args),
          tokenizer: tokenizerOf(args),
          select: selectionOf(args),
          sample: sampleSettingsOf(args, 'keychain', true),
        },
        output,
        told,
      );
      return { unanswerable };
    }),
};

/** The corpus that a stage on its own cannot do without. */
export function corpusDirOf(args: Arguments): string {
  const dir = args.text('corpus');
  if (dir !== undefined) return dir;
  throw new KeychainError('USAGE', 'name a corpus with --corpus; build one with: pipe index');
}
