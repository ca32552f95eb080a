import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { silentReporter } from '../../lib/reporter.js';
import { quietRun, type Run } from '../../lib/run.js';
import { exportSamples } from '../../pipelines/export.js';
import { fill } from '../../pipelines/fill.js';
import { indexDatasets } from '../../pipelines/index-datasets.js';
import { keychain } from '../../pipelines/keychain.js';
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
/** So long that a few hundred questions are more blocks than can be under way. */
const BLOCK_LENGTH = 16384;

/** The pipelines; each says `onQuestion` how many questions are done. */
const PIPELINES = {
  index: async ({ file }: MemoryRun, dir: string, onQuestion: (done: number) => void) => {
    const given = { dataset: [file], corpus: join(dir, 'corpus'), workers: 2 };
    await indexDatasets(given, telling(onQuestion));
  },
  fill: async (
    { file, corpus, questions }: MemoryRun,
    _: string,
    onQuestion: (done: number) => void,
  ) => {
    let lines = 0;
    const stdout = new Writable({
      write(_chunk, _encoding, done) {
        onQuestion(++lines);
        done();
      },
    });
    const maxSeqLength = [LENGTH];
    await fill(
      { dataset: [file], corpus: corpus!, maxSeqLength, numSamples: questions },
      { reporter: silentReporter, stdout },
    );
  },
  keychain: async (
    { file, corpus, questions }: MemoryRun,
    dir: string,
    onQuestion: (done: number) => void,
  ) => {
    await keychain(
      {
        dataset: [file],
        corpus,
        maxSeqLength: [BLOCK_LENGTH],
        numSamples: questions,
        saveDir: dir,
        compressionLevel: 1,
        workers: 2,
      },
      telling(onQuestion),
    );
  },
  // Tables are another matter: a row group of one is held.
  export: async (
    { file, questions }: MemoryRun,
    dir: string,
    onQuestion: (done: number) => void,
  ) => {
    const dealt = { startIndex: 10, endIndex: Math.floor(questions / 2) };
    const to = { to: 'swift', out: join(dir, 'swift') } as const;
    await exportSamples({ records: [file], ...to, ...dealt }, telling(onQuestion));
  },
};

const telling = (onQuestion: (done: number) => void): Run => ({
  ...quietRun,
  reporter: { ...silentReporter, progress: (_, { done }) => onQuestion(done) },
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
