import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { KEYCHAIN_TEMPLATE } from '../../lib/prompt/template.js';
import { fillQuestions } from '../../pipelines/fill.js';
import { indexDatasets } from '../../pipelines/index-datasets.js';
import { type Reporter, silentReporter } from '../../pipelines/reporter.js';
import { makeSamples } from '../../pipelines/samples.js';
import { DEFAULT_CHAINS, DEFAULT_SAMPLE, type SampleSettings } from '../../pipelines/settings.js';
import { anonymousMemory } from '../support/memory.js';

/** One run of a pipeline. */
export interface MemoryRun {
  file: string;
  /** Missing for `index`, which builds one. */
  corpus?: string;
  /** Questions to use, all of the file for `index`. */
  questions: number;
}

/** What a child is to do: the runs, one after the other. */
export interface MemoryTask {
  pipeline: keyof typeof PIPELINES;
  runs: MemoryRun[];
  /** A folder for what it writes. */
  dir: string;
}

/** How often the memory is looked at in a run, however large it is. */
const LOOKS = 24;
const LENGTH = 4096;

const tokenizer = { type: 'openai', path: 'cl100k_base' } as const;
const sample: SampleSettings = {
  ...DEFAULT_SAMPLE,
  kind: 'keychain',
  template: KEYCHAIN_TEMPLATE,
  maxSeqLengths: [LENGTH],
  chains: DEFAULT_CHAINS,
};

/** The pipelines; each says `onQuestion` how many questions are done. */
const PIPELINES = {
  index: async ({ file }: MemoryRun, dir: string, onQuestion: (done: number) => void) => {
    const inputs = [{ file, format: 'auto' }];
    await indexDatasets(inputs, tokenizer, { cacheDir: dir }, telling(onQuestion));
  },
  fill: async (run: MemoryRun, _: string, onQuestion: (done: number) => void) => {
    let lines = 0;
    const output = new Writable({
      write(_chunk, _encoding, done) {
        onQuestion(++lines);
        done();
      },
    });
    await fillQuestions(
      {
        input: { file: run.file, format: 'questions' },
        corpusDir: run.corpus!,
        tokenizer,
        select: { shuffle: false, seed: 42, preSamples: 0, numSamples: run.questions },
        sample,
      },
      output,
      silentReporter,
    );
  },
  keychain: async (run: MemoryRun, dir: string, onQuestion: (done: number) => void) => {
    await makeSamples(
      {
        inputs: [{ file: run.file, format: 'auto' }],
        tokenizer,
        corpus: { cacheDir: dir, dir: run.corpus },
        select: { shuffle: false, seed: 42, preSamples: 0, numSamples: run.questions },
        sample,
        output: { saveDir: dir, subset: 'memory', gzipLevel: 1 },
        workers: 2,
      },
      telling(onQuestion),
    );
  },
};

const telling = (onQuestion: (done: number) => void): Reporter => ({
  ...silentReporter,
  progress: (_, done) => onQuestion(done),
});

const { pipeline, runs, dir } = JSON.parse(process.argv[2]!) as MemoryTask;
const peaks: number[] = [];
for (const run of runs) {
  const out = await mkdtemp(join(dir, 'run-'));
  const every = run.questions / LOOKS;
  let looks = 0;
  let peak = 0;
  await PIPELINES[pipeline](run, out, done => {
    if (done < (looks + 1) * every) return;
    looks = Math.floor(done / every);
    peak = Math.max(peak, anonymousMemory());
  });
  await rm(out, { recursive: true });
  peaks.push(peak);
}
process.send?.(peaks);
