import { type Benchmark, type Scale, sized } from '../benchmark.js';
import { corpusOf, fileOf, someHotpot } from '../datasets.js';
import { type Figure, memoryFigure } from '../figure.js';
import { type Keychain, lengthName, keychain as make, WORKERS } from '../keychain.js';
import { compressor, withPlain } from '../pigz.js';
import { inTurn, type Turn } from '../turns.js';

/** Lengths in tokens, and how many times the compressor's time making and compressing may take. */
const MOST_TIME: ReadonlyMap<number, number> = new Map([
  [4096, 2],
  [32768, 1.4],
  [131072, 1.3],
]);
const LENGTHS = [...MOST_TIME.keys()];
const MOST_MEMORY = 600;

/**
 * Milliseconds of a core that the reference took for a sample of real HotpotQA records. A figure that was
 * handed down, from another run and maybe another machine: only ours is measured here.
 */
const REFERENCE_MS: ReadonlyMap<number, number> = new Map([
  [32768, 400],
  [131072, 1200],
]);
const TIMES_FASTER = 120;

/** Milliseconds of the main thread that a sample may take: so one feeds 64 cores. */
const MAIN_MS = 0.05;
const MAIN_AT = 32768;
/** Samples of a run that is nearly all start-up. */
const FEW = 64;

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
          reach: { of: 'ratio', most: MOST_TIME.get(length)! },
        },
        ...memoryFigure(`anonymous memory at ${run.lengths}`, ours.memory, {
          reach: { of: 'value', most: MOST_MEMORY },
        }),
        ...(length === MAIN_AT ? await mainThread(scale, run, ours) : []),
        ...(await besideReference(scale, run, length)),
      );
    }
    return figures;
  },
};

/** What the thread does that feeds the others and writes what they make, start-up left out. */
async function mainThread(scale: Scale, run: Keychain, ours: Turn): Promise<Figure[]> {
  if (run.samples <= FEW) return [];
  const [few] = await inTurn(scale.rounds, () =>
    make(scale, { ...run, samples: FEW }, async turn => turn),
  );
  if (ours.mainSeconds === undefined || few.mainSeconds === undefined) return [];
  const value = (1000 * (ours.mainSeconds - few.mainSeconds)) / (run.samples - FEW);
  const what = `the main thread, a sample of ${run.lengths}`;
  return [{ what, value, unit: 'ms', reach: { of: 'value', most: MAIN_MS } }];
}

/** A core's time for a sample where compressing takes little, against the reference. */
async function besideReference(scale: Scale, run: Keychain, length: number): Promise<Figure[]> {
  const reference = REFERENCE_MS.get(length);
  if (reference === undefined) return [];
  const [ours] = await inTurn(scale.rounds, () =>
    make(scale, { ...run, format: 'jsonl.zst' }, async turn => turn),
  );
  return [
    {
      what: `a sample of ${run.lengths} as jsonl.zst, a core`,
      value: (1000 * WORKERS * ours.seconds) / run.samples,
      unit: 'ms',
      against: { what: 'the reference, measured before', value: reference },
      reach: { of: 'ratio', most: 1 / TIMES_FASTER },
    },
  ];
}
