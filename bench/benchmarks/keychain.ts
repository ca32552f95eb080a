import { type Benchmark, type Scale, sized } from '../benchmark.js';
import { corpusOf, fileOf, someHotpot } from '../datasets.js';
import { type Figure, memoryFigure } from '../figure.js';
import { lengthName, keychain as make, WORKERS } from '../keychain.js';
import { compressor, withPlain } from '../pigz.js';
import { inTurn } from '../turns.js';

const LENGTHS = [4096, 32768, 131072];
/** Below it start-up is most of what is measured. */
const JUDGED_FROM = 32768;
const MOST_TIME = 1.25;
const MOST_MEMORY = 600;

const samplesAt = (scale: Scale, length: number): number =>
  Math.min(someHotpot(scale).questions, Math.ceil(sized(scale, 200_000_000) / length));

/** Samples with chains from an index that is there, against only compressing what it writes. */
export const keychain: Benchmark = {
  name: 'keychain',
  on: scale =>
    `an index of ${someHotpot(scale).questions} HotpotQA-shaped questions, Qwen3, ${WORKERS} workers; ${LENGTHS.map(length => `${samplesAt(scale, length)} samples of ${lengthName(length)}`).join(', ')}`,
  needs: scale => [someHotpot(scale)],
  run: async (scale, note) => {
    const file = fileOf(scale, someHotpot(scale));
    const corpus = await corpusOf(scale, someHotpot(scale));
    const packer = await compressor(note);
    const figures: Figure[] = [];
    for (const length of LENGTHS) {
      const run = {
        file,
        corpus,
        lengths: lengthName(length),
        samples: samplesAt(scale, length),
      };
      const [ours, packed] = await make(scale, run, (_, [output]) =>
        withPlain(output!, plain =>
          inTurn(
            scale.rounds,
            () => make(scale, run, async turn => turn),
            () => packer.run(plain),
          ),
        ),
      );
      figures.push(
        {
          what: `samples of ${run.lengths}`,
          value: ours.seconds,
          unit: 's',
          against: { what: packer.name, value: packed.seconds },
          memory: ours.memory,
          ...(length >= JUDGED_FROM && { reach: { of: 'ratio', most: MOST_TIME } }),
        },
        ...memoryFigure(`anonymous memory at ${run.lengths}`, ours.memory, {
          reach: { of: 'value', most: MOST_MEMORY },
        }),
      );
    }
    return figures;
  },
};
