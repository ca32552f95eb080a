import { readFile } from 'node:fs/promises';
import { readQuestions } from '../../lib/read/read-questions.js';
import { type Benchmark, seconds } from '../benchmark.js';
import { dataset, questionsOf } from '../datasets.js';

/** Bytes of a dataset to questions, against parsing the whole text at once. */
export const read: Benchmark = {
  name: 'read',
  on: scale => `a HotpotQA-shaped file of ${questionsOf(scale)} questions`,
  prepare: async scale => {
    await dataset(scale, 'hotpotqa', questionsOf(scale));
  },
  run: async scale => {
    const { file, bytes } = await dataset(scale, 'hotpotqa', questionsOf(scale));
    const small = await dataset(scale, 'hotpotqa', Math.min(10_000, questionsOf(scale)));
    const ours = await seconds(async () => {
      for await (const _ of readQuestions(file));
    });
    const text = await readFile(small.file, 'utf8');
    const parsed = await seconds(() => JSON.parse(text));
    return [
      {
        what: 'read and normalise',
        value: bytes / 1e6 / ours,
        unit: 'MB/s',
        against: {
          what: `JSON.parse of ${Math.round(small.bytes / 1e6)} MB in memory`,
          value: small.bytes / 1e6 / parsed,
        },
      },
    ];
  },
};
