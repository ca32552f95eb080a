import { join } from 'node:path';
import { writeWhole } from '../lib/disk/write-whole.js';
import { firstSample } from '../lib/json/first-sample.js';
import { KEYCHAIN_TEMPLATE } from '../lib/prompt/template.js';
import type { Sample } from '../lib/records/sample.js';
import { renderSample } from '../lib/verify/report/render-sample.js';
import { renderReport } from '../lib/verify/report/report.js';
import type { FileReport } from '../lib/verify/report/tally.js';
import { worldStream } from '../lib/world/index.js';
import type { Reporter } from './reporter.js';
import { makeSamples } from './samples.js';
import { DEFAULT_CHAINS, DEFAULT_SAMPLE } from './settings.js';
import { verifyFiles } from './verify.js';

export interface DemoRun {
  /** Folder of everything that the demo writes; what else is in it stays. */
  saveDir: string;
  /** Questions of the made-up dataset. */
  questions: number;
  /** Of the world and of the samples. */
  seed: number;
  workers: number;
}

/** What a demo has made. */
export interface DemoResult {
  /** Whether every sample was found right. */
  ok: boolean;
  /** The made-up dataset. */
  dataset: string;
  /** A report on each file of samples. */
  reports: FileReport[];
  sample: Sample;
}

/**
 * The main job over a made-up world: write it, hide its questions, verify, show one sample.
 *
 * @param say takes what a reader of the demo is told, a step at a time
 */
export async function demo(
  { saveDir, questions, seed, workers }: DemoRun,
  reporter: Reporter,
  say: (text: string) => void,
): Promise<DemoResult> {
  const dataset = join(saveDir, 'world-hotpotqa.json');
  say(`1. A fictional world of ${questions} questions, in the shape of HotpotQA: ${dataset}`);
  await writeWhole(dataset, worldStream('hotpotqa', { questions, seed }));

  say('2. keychain: fill to 4k and 16k tokens, insert the chains');
  const inputs = [{ file: dataset, format: 'auto' }];
  const corpus = { cacheDir: join(saveDir, 'cache') };
  const tokenizer = { type: 'openai', path: 'cl100k_base' } as const;
  const [summary] = await makeSamples(
    {
      inputs,
      tokenizer,
      corpus,
      select: { shuffle: false, seed, preSamples: 0, numSamples: -1 },
      sample: {
        ...DEFAULT_SAMPLE,
        kind: 'keychain',
        seed,
        template: KEYCHAIN_TEMPLATE,
        maxSeqLengths: [4096, 16384],
        chains: DEFAULT_CHAINS,
      },
      output: { saveDir, saveName: 'samples', subset: 'validation', gzipLevel: 6 },
      workers,
    },
    reporter,
  );
  const outputs = summary!.outputs;
  for (const { file } of outputs) say(`   ${file}`);

  say('3. verify: an independent solver checks every sample\n');
  const files = outputs.map(({ file }) => file);
  const reports = await verifyFiles({ files, datasets: inputs, corpus, tokenizer }, reporter);
  say(renderReport(reports.map((report, i) => ({ ...report, file: lengthOf(outputs[i]!) }))));

  say('4. One sample, as a solver sees it\n');
  const sample = await firstSample(files[0]!);
  say(renderSample(sample));
  return { ok: reports.every(({ ok }) => ok), dataset, reports, sample };
}

const lengthOf = (output: { max_seq_length: number | null }): string => `${output.max_seq_length}`;
