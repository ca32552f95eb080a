import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Benchmark, type Scale, sized } from '../benchmark.js';
import { piped } from '../command.js';
import type { Dataset } from '../dataset.js';
import { corpusOf, fileOf } from '../datasets.js';
import { LENGTH } from '../filters.js';
import { keychain } from '../keychain.js';
import { TOKENIZER_FLAGS } from '../qwen3.js';
import { inTurn } from '../turns.js';

const MOST_TIME = 1.3;
/** Of which every question becomes a sample, as it does for most users. */
const datasetOf = (scale: Scale): Dataset => ({
  shape: 'hotpotqa',
  questions: Math.max(500, sized(scale, 4000)),
});

/** The stages as commands behind one another, against the one command that they are. */
export const pipes: Benchmark = {
  name: 'pipes',
  on: scale =>
    `a file of ${datasetOf(scale).questions} HotpotQA-shaped questions to as many samples of ${LENGTH}, Qwen3`,
  needs: scale => [datasetOf(scale)],
  run: async scale => {
    const dataset = datasetOf(scale);
    const file = fileOf(scale, dataset);
    const corpus = await corpusOf(scale, dataset);
    const flags = ['--corpus', corpus, ...TOKENIZER_FLAGS];
    const size = ['--max-seq-length', LENGTH];
    const run = { file, corpus, lengths: LENGTH, samples: dataset.questions, workers: 1 };
    const out = join(scale.dir, 'piped.jsonl.gz');
    const [ours, whole] = await inTurn(
      scale.rounds,
      () =>
        piped(scale, out, [
          ['parse', file],
          ['fill', '-', ...size, ...flags],
          ['chain', '-', ...flags],
        ]),
      () => keychain(scale, run, async turn => turn),
    );
    await rm(out, { force: true });
    return [
      {
        what: 'parse, fill, chain and gzip',
        value: ours.seconds,
        unit: 's',
        against: { what: 'keychain --workers 1', value: whole.seconds },
        reach: { of: 'ratio', most: MOST_TIME },
      },
    ];
  },
};
