import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { KEYCHAIN_TEMPLATE } from '../../lib/prompt/template.js';
import { stage } from '../../lib/stream/stage.js';
import { gzipMembers } from '../../lib/write/members.js';
import { silentReporter } from '../../pipelines/reporter.js';
import { makeSamples } from '../../pipelines/samples.js';
import { DEFAULT_CHAINS, DEFAULT_SAMPLE } from '../../pipelines/settings.js';
import { type Benchmark, type Figure, type Scale, seconds } from '../benchmark.js';
import { dataset } from '../datasets.js';

const LENGTHS = [4096, 32768, 131072];
const WORKERS = 2;

/** Tokens of samples made at each length. */
const tokensOf = ({ quick }: Scale): number => (quick ? 2_000_000 : 100_000_000);
const questionsOf = ({ quick }: Scale): number => (quick ? 1_000 : 20_000);

/** Samples with chains from an index that is there, against only compressing what it writes. */
export const keychain: Benchmark = {
  name: 'keychain',
  on: scale =>
    `a corpus of ${questionsOf(scale)} HotpotQA-shaped questions, ${tokensOf(scale) / 1e6}M tokens a length, cl100k_base, ${WORKERS} workers`,
  prepare: async scale => {
    await dataset(scale, 'hotpotqa', questionsOf(scale));
  },
  run: async scale => {
    const { file } = await dataset(scale, 'hotpotqa', questionsOf(scale));
    const dir = await mkdtemp(join(scale.dir, 'keychain-'));
    // The first run builds the index.
    await make(file, dir, 2048, 1);
    const figures: Figure[] = [];
    for (const length of LENGTHS) {
      const samples = Math.ceil(tokensOf(scale) / length);
      let output = '';
      const ours = await seconds(async () => {
        output = await make(file, dir, length, samples);
      });
      figures.push({
        what: `samples of ${length / 1024}k`,
        value: samples / ours,
        unit: 'samples/s',
        against: { what: 'gzip of the same lines', value: samples / (await compress(output)) },
      });
    }
    await rm(dir, { recursive: true });
    return figures;
  },
};

async function make(file: string, dir: string, length: number, samples: number): Promise<string> {
  const [summary] = await makeSamples(
    {
      inputs: [{ file, format: 'auto' }],
      tokenizer: { type: 'openai', path: 'cl100k_base' },
      corpus: { cacheDir: dir },
      select: { shuffle: false, seed: 42, preSamples: 0, numSamples: samples },
      sample: {
        ...DEFAULT_SAMPLE,
        kind: 'keychain',
        template: KEYCHAIN_TEMPLATE,
        maxSeqLengths: [length],
        chains: DEFAULT_CHAINS,
      },
      output: { saveDir: dir, subset: 'bench', gzipLevel: 6 },
      workers: WORKERS,
    },
    silentReporter,
  );
  return summary?.outputs[0]?.file ?? '';
}

/** Seconds that compressing a file's lines alone takes, on the threads that we use for it. */
async function compress(file: string): Promise<number> {
  const plain = `${file}.plain`;
  await pipeline(createReadStream(file), createGunzip(), createWriteStream(plain));
  const drop = stage<Buffer, Buffer>(() => undefined);
  const lines = createReadStream(plain, { highWaterMark: 1 << 20 });
  const taken = await seconds(() => pipeline(lines, gzipMembers(6), drop));
  await rm(plain);
  return taken;
}
