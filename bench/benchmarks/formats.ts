import type { SinkName } from '../../lib/output/sinks.js';
import { SINKS } from '../../lib/output/sinks.js';
import { type Benchmark, type Scale, sized } from '../benchmark.js';
import { bytesOf, corpusOf, fileOf, someHotpot } from '../datasets.js';
import { type Figure, memoryFigure } from '../figure.js';
import { type Keychain, keychain as make, WORKERS } from '../keychain.js';
import { inTurn, type Turn } from '../turns.js';

const LENGTH = '32k';
/** What the others are held against. */
const DEFAULT: SinkName = 'jsonl.gz';
const OTHERS = (Object.keys(SINKS) as SinkName[]).filter(format => format !== DEFAULT);
const MOST_MEMORY = 600;

const samplesOf = (scale: Scale): number =>
  Math.min(someHotpot(scale).questions, sized(scale, 3000));

/** Samples in every format, against the default one: their time, and their size on disk. */
export const formats: Benchmark = {
  name: 'formats',
  on: scale =>
    `an index of ${someHotpot(scale).questions} HotpotQA-shaped questions, Qwen3, ${WORKERS} workers; ${samplesOf(scale)} samples of ${LENGTH} as ${[DEFAULT, ...OTHERS].join(', ')}`,
  needs: scale => [someHotpot(scale)],
  run: async scale => {
    const run = {
      file: fileOf(scale, someHotpot(scale)),
      corpus: await corpusOf(scale, someHotpot(scale)),
      lengths: LENGTH,
      samples: samplesOf(scale),
    };
    const sizes = new Map<SinkName, number>();
    const making = (format: SinkName) => (): Promise<Turn> =>
      make(scale, { ...run, format } satisfies Keychain, async (turn, [file]) => {
        sizes.set(format, await bytesOf(file!));
        return turn;
      });
    const [first, ...others] = await inTurn(
      scale.rounds,
      making(DEFAULT),
      ...OTHERS.map(format => making(format)),
    );
    return OTHERS.flatMap((format, i): Figure[] => [
      {
        what: format,
        value: others[i]!.seconds,
        unit: 's',
        against: { what: DEFAULT, value: first!.seconds },
        memory: others[i]!.memory,
      },
      {
        what: `${format}: bytes`,
        value: sizes.get(format)! / 1e6,
        unit: 'MB',
        against: { what: `those of ${DEFAULT}`, value: sizes.get(DEFAULT)! / 1e6 },
      },
      ...memoryFigure(`anonymous memory, ${format}`, others[i]!.memory, {
        reach: { of: 'value', most: MOST_MEMORY },
      }),
    ]);
  },
};
