import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { blockSize } from '../../lib/assemble/block/block.js';
import { type Progress, silentReporter } from '../../lib/reporter.js';
import { quietRun } from '../../lib/run.js';
import { keychain } from '../../pipelines/keychain.js';
import { type Benchmark, type Scale, sized } from '../benchmark.js';
import { childrenOf } from '../children.js';
import type { Dataset } from '../dataset.js';
import { corpusOf, fileOf } from '../datasets.js';
import { type Figure, memoryFigure } from '../figure.js';
import { lengthName, WORKERS } from '../keychain.js';
import { TOKENIZER } from '../qwen3.js';
import { inTurn, type Turn } from '../turns.js';

const LENGTH = 4096;
const FEW = 1_000;
const MANY = 25_000;
/** Unique passages of a question in the world's HotpotQA. */
const PASSAGES_EACH = 5.5;
const CORPORA = [50_000, 200_000, 800_000];
const SAMPLES = 4_000;
const FLAT = { of: 'ratio', most: 1.15 } as const;

interface Run {
  file: string;
  corpus: string;
  samples: number;
  /** A folder for what it writes. */
  dir: string;
}

export const tasks = {
  /** Seconds a sample from the first block that is written to the last; the corpus is there. */
  make: async ({ file, corpus, samples, dir }: Run): Promise<number> => {
    const out = await mkdtemp(join(dir, 'samples-'));
    const seen: { at: number; questions: number }[] = [];
    const progress = (_: string, { done }: Progress): void => {
      seen.push({ at: performance.now(), questions: done });
    };
    // Where the digests of files are remembered.
    process.env.XDG_CACHE_HOME = join(dir, 'cache');
    await keychain(
      {
        dataset: [file],
        corpus,
        tokenizerType: TOKENIZER.type,
        tokenizerPath: TOKENIZER.path,
        maxSeqLength: [LENGTH],
        numSamples: samples,
        saveDir: out,
        workers: WORKERS,
      },
      { ...quietRun, reporter: { ...silentReporter, progress } },
    );
    await rm(out, { recursive: true });
    const [first, last] = [seen[0]!, seen.at(-1)!];
    return (last.at - first.at) / 1000 / (last.questions - first.questions);
  },
};
const child = childrenOf<typeof tasks>(import.meta.url);

/** Enough to see a time between the first block and the last. */
const LEAST = 3 * blockSize(LENGTH);
const atScale = (scale: Scale, samples: number): number => Math.max(LEAST, sized(scale, samples));

const holding = (scale: Scale, passages: number): Dataset => ({
  shape: 'hotpotqa',
  questions: Math.max(LEAST, sized(scale, Math.ceil(passages / PASSAGES_EACH))),
});
const corpora = (scale: Scale): Dataset[] => CORPORA.map(passages => holding(scale, passages));

/** Time a sample with more samples, and with larger corpora. */
export const growth: Benchmark = {
  name: 'growth',
  on: scale =>
    `samples of ${lengthName(LENGTH)}, Qwen3, ${WORKERS} workers, from corpora of about ${CORPORA.map(passages => sized(scale, passages)).join(', ')} passages; start-up left out`,
  needs: corpora,
  run: async scale => {
    const runs: Omit<Run, 'samples'>[] = [];
    for (const dataset of corpora(scale)) {
      const corpus = await corpusOf(scale, dataset);
      runs.push({ file: fileOf(scale, dataset), corpus, dir: scale.dir });
    }
    const making = (run: Omit<Run, 'samples'>, samples: number) => async (): Promise<Turn> => {
      const { result, memory } = await child('make', { ...run, samples: atScale(scale, samples) });
      return { seconds: result, memory };
    };
    const largest = runs.at(-1)!;
    const [few, many] = await inTurn(scale.rounds, making(largest, FEW), making(largest, MANY));
    const [base, ...larger] = await inTurn(scale.rounds, ...runs.map(run => making(run, SAMPLES)));
    const [fewer, more] = [atScale(scale, FEW), atScale(scale, MANY)];
    return [
      grown(`${more} samples`, many, `a sample of ${fewer}`, few),
      ...memoryFigure(`anonymous memory, ${more} samples`, many.memory, {
        ...(few.memory !== undefined && {
          against: { what: `${fewer} samples`, value: few.memory },
        }),
        reach: { of: 'value', most: 600 },
      }),
      ...larger.map((turn, i) =>
        grown(
          `${sized(scale, CORPORA[i + 1]!)} passages`,
          turn,
          `a sample from ${sized(scale, CORPORA[0]!)}`,
          base!,
        ),
      ),
    ];
  },
};

const grown = (what: string, more: Turn, against: string, less: Turn): Figure => ({
  what: `a sample, ${what}`,
  value: more.seconds * 1000,
  unit: 'ms',
  against: { what: against, value: less.seconds * 1000 },
  memory: more.memory,
  reach: FLAT,
});
