import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { indexDatasets } from '../../pipelines/index-datasets.js';
import { silentReporter } from '../../pipelines/reporter.js';
import { type Benchmark, seconds } from '../benchmark.js';
import { dataset, questionsOf } from '../datasets.js';

/** A dataset to a corpus: read, unique, count, store. */
export const index: Benchmark = {
  name: 'index',
  on: scale => `a HotpotQA-shaped file of ${questionsOf(scale)} questions, cl100k_base`,
  prepare: async scale => {
    await dataset(scale, 'hotpotqa', questionsOf(scale));
  },
  run: async scale => {
    const { file, bytes } = await dataset(scale, 'hotpotqa', questionsOf(scale));
    const cacheDir = await mkdtemp(join(scale.dir, 'index-'));
    const tokenizer = { type: 'openai', path: 'cl100k_base' } as const;
    const inputs = [{ file, format: 'auto' }];
    let passages = 0;
    const built = await seconds(async () => {
      const { info } = await indexDatasets(inputs, tokenizer, { cacheDir }, silentReporter);
      passages = info.passages;
    });
    const found = await seconds(() =>
      indexDatasets(inputs, tokenizer, { cacheDir }, silentReporter),
    );
    await rm(cacheDir, { recursive: true });
    return [
      { what: 'build a corpus', value: bytes / 1e6 / built, unit: 'MB/s' },
      { what: 'unique passages', value: passages / built, unit: 'passages/s' },
      { what: 'find it again, tokenizer loaded', value: found * 1000, unit: 'ms' },
    ];
  },
};
