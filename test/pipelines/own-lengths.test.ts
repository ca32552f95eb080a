import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Manifest } from '../../lib/assemble/outputs/manifest.js';
import type { Sample } from '../../lib/records/sample.js';
import { silentReporter } from '../../lib/reporter.js';
import { quietRun, type Run } from '../../lib/run.js';
import type { GivenTo } from '../../lib/settings/values.js';
import { keychain } from '../../pipelines/keychain.js';
import { needle } from '../../pipelines/needle.js';
import { verify } from '../../pipelines/verify.js';
import { modelServer } from '../support/model/model-server.js';
import '../support/own-cache.js';
import { commandOutput } from '../support/command.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';
import { outputAt, recordsIn } from './made.js';

const LENGTHS = [1024, 2048, 3072, 4096, 6144];
const EACH = 20;

async function ground(t: ExecutionContext, questions = 150) {
  const file = await worldFile(t, 'hotpotqa', questions);
  const corpus = join(await tempDir(t), 'corpus');
  const given: GivenTo<'keychain'> = {
    dataset: [file],
    corpus,
    maxSeqLength: LENGTHS,
    eachLengthItsOwn: true,
    numSamples: EACH,
    saveName: 'made',
    workers: 1,
  };
  return { file, corpus, given };
}

/** What a run has written, by the names of its files. */
async function filesIn(saveDir: string): Promise<Record<string, string>> {
  const dir = join(saveDir, 'made');
  const names = (await readdir(dir)).sort();
  const entries = names.map(async name => [name, `${await readFile(join(dir, name), 'hex')}`]);
  return Object.fromEntries(await Promise.all(entries)) as Record<string, string>;
}

test.serial('five lengths in one run share no question, and each has its own number', async t => {
  const { file, given } = await ground(t);
  const saveDir = await tempDir(t);
  const [summary] = await keychain({ ...given, saveDir });
  t.is(summary!.questions, LENGTHS.length * EACH);
  const seen = new Set<string>();
  for (const [i, { file: made }] of summary!.outputs.entries()) {
    const { samples, manifest } = await outputAt(made);
    t.deepEqual(
      samples.map(({ index }) => index),
      Array.from({ length: EACH }, (_, n) => n * LENGTHS.length + i),
    );
    for (const { meta } of samples) seen.add(meta.question_id);
    t.like(manifest.counts, { questions: EACH, samples: EACH });
    t.is(manifest.counts.read, manifest.counts.samples + manifest.counts.not_asked);
  }
  t.is(seen.size, LENGTHS.length * EACH);
  const reports = await verify({ records: [join(saveDir, 'made')], dataset: [file] });
  t.true(reports.every(({ failed, fileFindings }) => failed + fileFindings.length === 0));
});

/** A run that ends when it tells how far it is for the nth time. */
function stoppedAfter(times: number): Run {
  let told = 0;
  const progress = (): void => {
    if (++told > times) throw new Error('stopped');
  };
  return { ...quietRun, reporter: { ...silentReporter, progress } };
}

test.serial('threads, shards and interruptions do not show', async t => {
  const { given } = await ground(t);
  const whole = await tempDir(t);
  await keychain({ ...given, saveDir: whole });
  const files = await filesIn(whole);
  const threads = await tempDir(t);
  await keychain({ ...given, saveDir: threads, workers: 2 });
  t.deepEqual(await filesIn(threads), files);
  for (const times of [2, 6]) {
    const saveDir = await tempDir(t);
    await t.throwsAsync(keychain({ ...given, saveDir }, stoppedAfter(times)), {
      message: 'stopped',
    });
    await keychain({ ...given, saveDir });
    t.deepEqual(await filesIn(saveDir), files);
  }
  const parts = await tempDir(t);
  for (const index of [0, 1]) {
    await keychain({ ...given, saveDir: parts, shard: { index, of: 2 } });
  }
  await commandOutput(['merge', join(parts, 'made'), '--quiet']);
  const joined = await filesIn(parts);
  for (const [name, bytes] of Object.entries(files)) {
    if (name.endsWith('.gz')) t.is(joined[name], bytes, name);
  }
});

test.serial('one length is made again by its manifest, or alone, as among the others', async t => {
  const { given, file: dataset } = await ground(t);
  const saveDir = await tempDir(t);
  const [summary] = await keychain({ ...given, saveDir });
  const { file } = summary!.outputs[2]!;
  const manifest = file.replace(/\.jsonl\.gz$/, '.manifest.json');
  const { plan } = JSON.parse(await readFile(manifest, 'utf8')) as Manifest;
  t.like(plan.settings, { 'max-seq-length': LENGTHS[2], 'each-length-its-own': LENGTHS });
  const again = await tempDir(t);
  await commandOutput(['run', manifest, '--input', dataset, '--save-dir', again, '--quiet']);
  const alone = await tempDir(t);
  const only = { maxSeqLength: [LENGTHS[2]!], eachLengthItsOwn: LENGTHS };
  await keychain({ ...given, ...only, saveDir: alone });
  const bytes = await readFile(file);
  for (const dir of [again, alone]) {
    const names = await readdir(dir, { recursive: true });
    const name = names.filter(each => each.endsWith('.jsonl.gz'));
    t.is(name.length, 1);
    t.deepEqual(await readFile(join(dir, name[0]!)), bytes);
  }
  // With other lengths beside it, it is another file.
  const other = { ...given, maxSeqLength: LENGTHS.slice(2), saveDir };
  await t.throwsAsync(keychain(other), { code: 'OUTPUT_DIFFERS', message: /each-length-its-own/ });
});

test.serial('as one stream, and through fill and chain, the same samples come', async t => {
  const { file, corpus, given } = await ground(t);
  const saveDir = await tempDir(t);
  const [summary] = await keychain({ ...given, saveDir });
  const samples: Sample[] = [];
  for (const output of summary!.outputs) samples.push(...(await outputAt(output.file)).samples);
  const expected = samples.toSorted((a, b) => a.index - b.index);
  const same = ['--corpus', corpus, '--max-seq-length', LENGTHS.join(), '--each-length-its-own'];
  const few = ['--num-samples', `${EACH}`];
  const stream = await commandOutput(['keychain', file, ...same, ...few, '--out', '-', '--quiet']);
  t.deepEqual(recordsIn<Sample>(stream), expected);
  const dir = await tempDir(t);
  const [questions, filled] = [join(dir, 'questions.jsonl'), join(dir, 'filled.jsonl')];
  await commandOutput(['parse', file, '--out', questions, '--quiet']);
  await commandOutput(['fill', questions, ...same, ...few, '--out', filled, '--quiet']);
  const chained = await commandOutput(['chain', filled, ...same, '--quiet']);
  t.deepEqual(recordsIn<Sample>(chained), expected);
});

test.serial('with a model each length stops at its own number of kept questions', async t => {
  const { given, file } = await ground(t);
  const server = await modelServer(t, file);
  const model = { ...given, llmUrl: [server.url], model: 'm', numSamples: 8 };
  const lengths = LENGTHS.slice(0, 3);
  const right = server.questions.map(({ question }) => server.rightOf(question));
  const outcomes = [];
  for (const concurrency of [1, 16]) {
    const saveDir = await tempDir(t);
    const own = { maxSeqLength: lengths, concurrency, saveDir, journal: await tempDir(t) };
    const [summary] = await keychain({ ...model, ...own });
    t.is(summary!.questions, 24);
    for (const [i, { file: made }] of summary!.outputs.entries()) {
      const { samples, manifest } = await outputAt(made);
      const lane = right.flatMap((count, at) => (at % 3 === i ? [{ at, count }] : []));
      const wanted = lane.filter(({ count }) => count >= 1 && count <= 6).slice(0, 8);
      t.deepEqual(
        samples.map(({ index }) => index),
        wanted.map(({ at }) => at),
      );
      const asked = lane.filter(({ at }) => at <= wanted.at(-1)!.at).length;
      t.like(manifest.counts, { questions: 8, judged: { asked, kept: 8 } });
    }
    outcomes.push(await filesIn(saveDir));
    // Gone on with behind what a model has decided.
    const stopped = await tempDir(t);
    await t.throwsAsync(keychain({ ...model, ...own, saveDir: stopped }, stoppedAfter(20)), {
      message: 'stopped',
    });
    await keychain({ ...model, ...own, saveDir: stopped });
    outcomes.push(await filesIn(stopped));
  }
  for (const each of outcomes.slice(1)) t.deepEqual(each, outcomes[0]);
});

test.serial('needles are dealt out as well', async t => {
  const { file } = await ground(t);
  const saveDir = await tempDir(t);
  const lengths = { maxSeqLength: [1024, 2048], eachLengthItsOwn: true };
  const made = { dataset: [file], keys: 4, numSamples: 5, saveName: 'made', workers: 1 };
  const [summary] = await needle({ ...made, ...lengths, saveDir });
  for (const [i, output] of summary!.outputs.entries()) {
    const { samples, manifest } = await outputAt(output.file);
    t.deepEqual(
      samples.map(({ index }) => index),
      [0, 1, 2, 3, 4].map(n => 2 * n + i),
    );
    t.like(manifest.counts, { questions: 5, samples: 5 });
  }
});
