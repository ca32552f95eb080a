import type { Command } from '../cli/command.js';
import { stageOutcome } from '../cli/outcomes.js';

export const adoptCommand: Command<'adopt'> = {
  name: 'adopt',
  usage: 'FILE... [--dataset FILE | --corpus DIR] [OPTION...]',
  summary: "the reference's sample files, trainers' rows, samples without meta -> samples",
  words: { setting: 'records' },
  examples: program => [
    `${program} adopt validation-num_sample_100-max_seq_16384-distractor.jsonl --dataset hotpot_train_v1.1.json --out samples.jsonl.gz`,
    `${program} adopt train.parquet --max-seq-length 16k | ${program} export - --to trl --out rows.parquet`,
  ],
  run: async (given, { run }) => {
    const { adopt } = await import('../../pipelines/adopt.js');
    return stageOutcome(await adopt(given, run));
  },
};
