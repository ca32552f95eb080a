import { readFile } from 'node:fs/promises';
import { readQuestions } from '../../lib/datasets/read-questions.js';
import { type Benchmark, type Scale, seconds, sized } from '../benchmark.js';
import { childrenOf, type Ran } from '../children.js';
import type { Dataset } from '../dataset.js';
import { bytesOf, fileOf, fullHotpot } from '../datasets.js';
import { type Figure, memoryFigure } from '../figure.js';

const GROWTH = 4;

/** What one reading took. */
interface Reading {
  seconds: number;
  /** Processor time of all threads together, in seconds. */
  busy: number;
}

export const tasks = {
  read: async (file: string): Promise<Reading> => {
    const taken = await seconds(async () => {
      for await (const _ of readQuestions(file));
    });
    const { user, system } = process.cpuUsage();
    return { seconds: taken, busy: (user + system) / 1e6 };
  },
  parse: async (file: string): Promise<number> => {
    const text = await readFile(file, 'utf8');
    return seconds(() => JSON.parse(text));
  },
};
const child = childrenOf<typeof tasks>(import.meta.url);

const full = fullHotpot;
const fourfold = (scale: Scale): Dataset => ({
  ...full(scale),
  questions: full(scale).questions * GROWTH,
});
/** Small enough to be parsed in one piece. */
const small = (scale: Scale): Dataset => ({ shape: 'hotpotqa', questions: sized(scale, 10_000) });
const others = (scale: Scale): Dataset[] =>
  (['musique', '2wikimqa'] as const).map(shape => ({ shape, questions: sized(scale, 20_000) }));

/** Bytes of a dataset to normalised questions, against parsing a whole text at once. */
export const read: Benchmark = {
  name: 'read',
  on: scale =>
    `HotpotQA-shaped files of ${full(scale).questions} and ${fourfold(scale).questions} questions; MuSiQue and 2WikiMultihopQA of ${sized(scale, 20_000)}`,
  needs: scale => [full(scale), fourfold(scale), small(scale), ...others(scale)],
  run: async scale => {
    const inputs = [full(scale), fourfold(scale), ...others(scale)];
    const runs: Ran<Reading>[][] = inputs.map(() => []);
    const parsed: number[] = [];
    for (let round = 0; round < scale.rounds; round++) {
      for (const [i, dataset] of inputs.entries()) {
        runs[i]!.push(await child('read', fileOf(scale, dataset)));
      }
      parsed.push((await child('parse', fileOf(scale, small(scale)))).result);
    }
    const smallBytes = await bytesOf(fileOf(scale, small(scale)));
    const yardstick = {
      what: `JSON.parse of ${Math.round(smallBytes / 1e6)} MB in memory`,
      value: smallBytes / 1e6 / Math.min(...parsed),
    };
    const figures: Figure[] = [];
    for (const [i, dataset] of inputs.entries()) {
      const megabytes = (await bytesOf(fileOf(scale, dataset))) / 1e6;
      const what = `${dataset.shape}, ${Math.round(megabytes)} MB`;
      const reach = { of: 'value', least: 120 } as const;
      const best = (of: keyof Reading) => megabytes / Math.min(...runs[i]!.map(r => r.result[of]));
      const isHotpot = dataset.shape === 'hotpotqa';
      figures.push(
        {
          what,
          value: best('seconds'),
          unit: 'MB/s',
          against: yardstick,
          memory: peak(runs[i]!),
          ...(isHotpot && { reach }),
        },
        {
          what: `${what}, by processor time of all threads`,
          value: best('busy'),
          unit: 'MB/s',
          ...(isHotpot && { reach }),
        },
      );
    }
    return [...figures, ...memoryFigures(runs)];
  },
};

/** The peak of a run is as accidental as V8's moments of collection; the lowest says what it needs. */
const peak = (runs: Ran<Reading>[]): number | undefined => {
  const peaks = runs.flatMap(({ memory }) => memory ?? []);
  return peaks.length > 0 ? Math.min(...peaks) : undefined;
};

function memoryFigures(runs: Ran<Reading>[][]): Figure[] {
  const [once, more] = [peak(runs[0]!), peak(runs[1]!)];
  const reach = { of: 'value', most: 200 } as const;
  return [
    ...memoryFigure('anonymous memory', once, { reach }),
    ...memoryFigure(`anonymous memory, ${GROWTH} times the file`, more, { reach }),
    ...memoryFigure(`${GROWTH} times the file`, more, {
      ...(once !== undefined && { against: { what: 'the memory for the file', value: once } }),
      reach: { of: 'ratio', most: 1.1 },
    }),
  ];
}
