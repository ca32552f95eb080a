import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Benchmark, type Scale, sized } from '../benchmark.js';
import { fileOf, someHotpot } from '../datasets.js';
import { keychain as make, WORKERS } from '../keychain.js';
import { compressor, withPlain } from '../pigz.js';
import { inTurn } from '../turns.js';

const LENGTHS = '4k,32k,128k';
const samplesOf = (scale: Scale): number => sized(scale, 1000);

/** From a dataset's file to samples with nothing there before, against compressing the samples. */
export const endToEnd: Benchmark = {
  name: 'end-to-end',
  on: scale =>
    `a HotpotQA-shaped file of ${someHotpot(scale).questions} questions to ${samplesOf(scale)} samples each of ${LENGTHS}, Qwen3, ${WORKERS} workers`,
  needs: scale => [someHotpot(scale)],
  run: async (scale, note) => {
    const corpus = join(scale.dir, 'corpus-end-to-end');
    const run = {
      file: fileOf(scale, someHotpot(scale)),
      corpus,
      lengths: LENGTHS,
      samples: samplesOf(scale),
    };
    const packer = await compressor(note);
    return make(scale, run, async (_, files) => {
      const [ours, ...packed] = await inTurn(
        scale.rounds,
        async () => {
          await rm(corpus, { recursive: true, force: true });
          return make(scale, run, async turn => turn);
        },
        ...files.map(file => () => withPlain(file, packer.run)),
      );
      await rm(corpus, { recursive: true });
      return [
        {
          what: 'index and samples',
          value: ours!.seconds,
          unit: 's',
          against: {
            what: `${packer.name} of the samples`,
            value: packed.reduce((sum, { seconds }) => sum + seconds, 0),
          },
          memory: ours!.memory,
        },
      ];
    });
  },
};
