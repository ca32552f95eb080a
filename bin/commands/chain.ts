import { KeychainError } from '../../lib/errors.js';
import { chainSamples } from '../../pipelines/chain.js';
import type { Command } from '../cli/command.js';
import { OPTION_GROUPS as GROUPS, optionsOf } from '../cli/options.js';
import { toOutput } from '../cli/output.js';
import { inputsOrStdin, sampleSettingsOf, tokenizerOf } from '../cli/settings.js';
import { corpusDirOf } from './fill.js';

export const chainCommand: Command = {
  name: 'chain',
  usage: '[SAMPLES|-] --corpus DIR [OPTION...]',
  summary: 'samples -> the same with chains of pairs inserted',
  options: optionsOf(
    GROUPS.CORPUS,
    GROUPS.TOKENIZER,
    GROUPS.CHAINS,
    GROUPS.KEEP_CONTEXT,
    GROUPS.LENGTH,
    GROUPS.SELECTING,
    GROUPS.SEED,
    GROUPS.PLACING,
    GROUPS.PROMPT,
    GROUPS.INPUT,
    GROUPS.READING,
    GROUPS.STREAMING,
    GROUPS.REJECTS,
  ),
  examples: ['pipe fill ... | pipe chain --corpus C --hops 6 --key-format hex8 > samples.jsonl'],
  run: (args, reporter) =>
    toOutput(args, reporter, async (output, told) => {
      const [input, ...more] = inputsOrStdin(args);
      if (more.length > 0) throw new KeychainError('USAGE', 'chain reads one file of samples');
      const sample = sampleSettingsOf(args, 'keychain', false);
      if (!sample.chains) throw new KeychainError('USAGE', '--chains 0: nothing to insert');
      await chainSamples(
        { file: input!.file, corpusDir: corpusDirOf(args), tokenizer: tokenizerOf(args), sample },
        output,
        told,
      );
      return {};
    }),
};
