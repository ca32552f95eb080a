import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openConsole } from '../bin/cli/console.js';
import { openInput } from '../lib/input/open.js';
import { readSamples } from '../lib/json/read-samples.js';
import { KEYCHAIN_TEMPLATE } from '../lib/prompt/template.js';
import type { Sample } from '../lib/records/sample.js';
import { flow } from '../lib/stream/flow.js';
import { renderReport } from '../lib/verify/report/report.js';
import { worldStream } from '../lib/world/index.js';
import { makeSamples } from '../pipelines/samples.js';
import { DEFAULT_CHAINS, DEFAULT_SAMPLE } from '../pipelines/settings.js';
import { verifyFiles } from '../pipelines/verify.js';
import { renderChain } from './demo-sample.js';

const OUT = 'demo-out';
const QUESTIONS = 300;

/** The main job over a made-up world: write it, hide its questions, verify, show one sample. */
async function demo(): Promise<void> {
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT);
  const dataset = join(OUT, 'world-hotpotqa.json');
  console.log(
    `1. A fictional world of ${QUESTIONS} questions, in the shape of HotpotQA: ${dataset}`,
  );
  await pipeline(
    worldStream('hotpotqa', { questions: QUESTIONS, seed: 42 }),
    createWriteStream(dataset),
  );

  console.log('2. keychain: fill to 4k and 16k tokens, insert the chains');
  const reporter = openConsole({ json: false, quiet: true });
  const inputs = [{ file: dataset, format: 'auto' }];
  const corpus = { cacheDir: join(OUT, 'cache') };
  const tokenizer = { type: 'openai', path: 'cl100k_base' } as const;
  const [summary] = await makeSamples(
    {
      inputs,
      tokenizer,
      corpus,
      select: { shuffle: false, seed: 42, preSamples: 0, numSamples: -1 },
      sample: {
        ...DEFAULT_SAMPLE,
        kind: 'keychain',
        template: KEYCHAIN_TEMPLATE,
        maxSeqLengths: [4096, 16384],
        chains: DEFAULT_CHAINS,
      },
      output: { saveDir: OUT, saveName: 'samples', subset: 'validation', gzipLevel: 6 },
      workers: 2,
    },
    reporter,
  );
  const files = (summary?.outputs ?? []).map(({ file }) => file);
  for (const file of files) console.log(`   ${file}`);

  console.log('3. verify: an independent solver checks every sample\n');
  const reports = await verifyFiles({ files, datasets: inputs, corpus, tokenizer }, reporter);
  console.log(renderReport(reports.map(report => ({ ...report, file: shortName(report.file) }))));
  if (!reports.every(({ ok }) => ok)) process.exitCode = 1;

  console.log('4. One sample, as a solver sees it\n');
  const sample = await firstSample(files[0]!);
  console.log(renderChain(sample));
}

const shortName = (file: string): string => /max_seq_(\d+)/.exec(file)?.[1] ?? file;

async function firstSample(file: string): Promise<Sample> {
  const samples: Readable = flow(openInput(file), readSamples(file));
  for await (const sample of samples) return sample as Sample;
  throw new Error(`${file} is empty`);
}

await demo();
