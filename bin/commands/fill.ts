import type { Command } from '../cli/command.js';
import { oneFile } from '../cli/inputs.js';
import { stageOutcome } from '../cli/outcomes.js';

export const fillCommand: Command<'fill'> = {
  name: 'fill',
  usage: '[QUESTIONS|-] --corpus DIR --max-seq-length L[,L...] [OPTION...]',
  summary: 'questions + corpus -> samples, with room for chains (--chains 0: without)',
  words: oneFile('dataset', 'fill', 'questions'),
  examples: program => [
    `${program} parse D.json | ${program} fill --corpus C --max-seq-length 4k | ${program} chain --corpus C | gzip`,
  ],
  run: async (given, { run }) => {
    const { fill } = await import('../../pipelines/fill.js');
    return stageOutcome(await fill(given, run));
  },
};
