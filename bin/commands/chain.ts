import type { Command } from '../cli/command.js';
import { oneFile } from '../cli/inputs.js';
import { stageOutcome } from '../cli/outcomes.js';

export const chainCommand: Command<'chain'> = {
  name: 'chain',
  usage: '[SAMPLES|-] --corpus DIR [OPTION...]',
  summary: 'samples -> the same with chains of pairs inserted',
  words: oneFile('dataset', 'chain', 'samples'),
  examples: program => [
    `${program} fill D.jsonl --corpus C --max-seq-length 4k | ${program} chain --corpus C --hops 6 > samples.jsonl`,
  ],
  run: async (given, { run }) => {
    const { chain } = await import('../../pipelines/chain.js');
    return stageOutcome(await chain(given, run));
  },
};
