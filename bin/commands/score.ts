import type { Command } from '../cli/command.js';
import { oneFile } from '../cli/inputs.js';
import { stageOutcome } from '../cli/outcomes.js';

export const scoreCommand: Command<'score'> = {
  name: 'score',
  usage: '[RECORDS|-] [--rule RULE] [OPTION...]',
  summary: 'records with predictions -> the same with scores and pass_count',
  words: oneFile('records', 'score', 'records'),
  examples: program => [
    `${program} score predictions.jsonl --rule answer-is > scored.jsonl`,
    `${program} score samples.jsonl.gz --rule loongrl --metric f1 | ${program} filter - --max-correct 7`,
  ],
  run: async (given, { run }) => {
    const { score } = await import('../../pipelines/score.js');
    return stageOutcome(await score(given, run));
  },
};
