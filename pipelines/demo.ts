import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { firstSample } from '../lib/json/first-sample.js';
import { lineFile } from '../lib/output/line-file.js';
import type { Sample } from '../lib/records/sample.js';
import { silentReporter } from '../lib/reporter.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { renderSample } from '../lib/verify/report/render-sample.js';
import { renderReport } from '../lib/verify/report/report.js';
import type { FileReport } from '../lib/verify/report/tally.js';
import { worldStream } from '../lib/world/index.js';
import { keychain } from './keychain.js';
import { report } from './report.js';
import { verify } from './verify.js';

/** What a demo has made. */
export interface DemoResult {
  /** Whether every sample was found right. */
  ok: boolean;
  /** The made-up dataset. */
  dataset: string;
  /** A report on each file of samples. */
  reports: FileReport[];
  sample: Sample;
  /** The page of figures of the samples. */
  page: string;
}

/**
 * The main job over a made-up world: write it, hide its questions, verify, show one sample, report. What it
 * tells its reader, a step at a time, goes to the run's standard output.
 *
 * @throws KeychainError
 */
export async function demo(given: GivenTo<'demo'>, run: Run = quietRun): Promise<DemoResult> {
  const { saveDir, numQuestions: questions, randomSeed, workers } = resolve('demo', given);
  const say = (text: string) => run.stdout.write(`${text}\n`);

  const world = join(saveDir, 'world-hotpotqa.json');
  say(`1. A fictional world of ${questions} questions, in the shape of HotpotQA: ${world}`);
  await pipeline(worldStream('hotpotqa', { questions, seed: randomSeed }), lineFile(world));

  say('2. keychain: fill to 4k and 16k tokens, insert the chains');
  const source = { dataset: [world], corpus: join(saveDir, 'corpus') };
  const made = { maxSeqLength: [4096, 16384], saveDir, saveName: 'samples' };
  const [summary] = await keychain({ ...source, ...made, randomSeed, workers, fresh: true }, run);
  const outputs = summary!.outputs;
  for (const { file } of outputs) say(`   ${file}`);

  say('3. verify: an independent solver checks every sample\n');
  const records = outputs.map(({ file }) => file);
  const reports = await verify({ ...source, records, workers }, run);
  const lengths = outputs.map(output => `${output.max_seq_length}`);
  say(renderReport(reports.map((report, i) => ({ ...report, file: lengths[i]! }))));

  say('4. One sample, as a solver sees it\n');
  const sample = await firstSample(records[0]!);
  say(renderSample(sample));

  const page = join(saveDir, 'report.html');
  await report(
    { records: [join(saveDir, 'samples')], out: page },
    { ...run, reporter: silentReporter },
  );
  say(`5. A report of the samples, for a browser: ${page}`);
  return { ok: reports.every(({ ok }) => ok), dataset: world, reports, sample, page };
}
