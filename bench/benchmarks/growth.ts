import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KEYCHAIN_TEMPLATE } from '../../lib/prompt/template.js';
import { silentReporter } from '../../pipelines/reporter.js';
import { makeSamples } from '../../pipelines/samples.js';
import { DEFAULT_CHAINS, DEFAULT_SAMPLE } from '../../pipelines/settings.js';
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
  /** Seconds a sample from the first samples that are written to the last. */
  make: async ({ file, corpus, samples, dir }: Run): Promise<number> => {
    const out = await mkdtemp(join(dir, 'samples-'));
    const seen: { at: number; questions: number }[] = [];
    const progress = (_: string, questions: number): void => {
      seen.push({ at: performance.now(), questions });
    };
    await makeSamples(
      {
        inputs: [{ file, format: 'auto' }],
        tokenizer: TOKENIZER,
        corpus: { cacheDir: join(dir, 'cache', 'keychain'), dir: corpus },
        select: { shuffle: false, seed: 42, preSamples: 0, numSamples: samples },
        sample: {
          ...DEFAULT_SAMPLE,
          kind: 'keychain',
          template: KEYCHAIN_TEMPLATE,
          maxSeqLengths: [LENGTH],
          chains: DEFAULT_CHAINS,
        },
        output: { saveDir: out, subset: 'bench', gzipLevel: 6 },
        workers: WORKERS,
      },
      { ...silentReporter, progress },
    );
    await rm(out, { recursive: true });
    const [first, last] = [seen[0]!, seen.at(-1)!];
    return (last.at - first.at) / 1000 / (last.questions - first.questions);
  },
};
const child = childrenOf<typeof tasks>(import.meta.url);

/** Enough to see a time between the first batch and the last. */
const atScale = (scale: Scale, samples: number): number => Math.max(20, sized(scale, samples));

const holding = (scale: Scale, passages: number): Dataset => ({
  shape: 'hotpotqa',
  questions: Math.max(100, sized(scale, Math.ceil(passages / PASSAGES_EACH))),
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
