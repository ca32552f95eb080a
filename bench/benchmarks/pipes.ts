import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Benchmark, type Scale, sized } from '../benchmark.js';
import { piped } from '../command.js';
import { corpusOf, fileOf, someHotpot } from '../datasets.js';
import { LENGTH } from '../filters.js';
import { keychain } from '../keychain.js';
import { TOKENIZER_FLAGS } from '../qwen3.js';
import { inTurn } from '../turns.js';

const MOST_TIME = 1.3;
const samplesOf = (scale: Scale): number => sized(scale, 2000);

/** The stages as commands behind one another, against the one command that they are. */
export const pipes: Benchmark = {
  name: 'pipes',
  on: scale =>
    `${samplesOf(scale)} samples of ${LENGTH} from a file of ${someHotpot(scale).questions} HotpotQA-shaped questions, Qwen3`,
  needs: scale => [someHotpot(scale)],
  run: async scale => {
    const file = fileOf(scale, someHotpot(scale));
    const corpus = await corpusOf(scale, someHotpot(scale));
    const flags = ['--corpus', corpus, ...TOKENIZER_FLAGS];
    const size = ['--max-seq-length', LENGTH, '--num-samples', `${samplesOf(scale)}`];
    const run = { file, corpus, lengths: LENGTH, samples: samplesOf(scale), workers: 1 };
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
        what: 'parse | fill | chain | gzip',
        value: ours.seconds,
        unit: 's',
        against: { what: 'keychain --workers 1', value: whole.seconds },
        reach: { of: 'ratio', most: MOST_TIME },
      },
    ];
  },
};
