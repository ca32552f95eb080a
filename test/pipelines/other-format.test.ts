import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { runLeaseOf } from '../../lib/assemble/outputs/part/names.js';
import { takeLease } from '../../lib/disk/lease.js';
import { silentReporter } from '../../lib/reporter.js';
import { quietRun, type Run } from '../../lib/run.js';
import type { GivenTo } from '../../lib/settings/values.js';
import { keychain } from '../../pipelines/keychain.js';
import { mergeShards } from '../../pipelines/merge-shards.js';
import '../support/own-cache.js';
import { madeQuestions } from '../support/questions.js';
import { tempDir } from '../support/temp-dir.js';

type Given = GivenTo<'keychain'>;

/** Some questions, one of which is rejected, so that there is a file of rejects. */
async function ground(t: ExecutionContext): Promise<Given> {
  const dataset = join(await tempDir(t), 'questions.jsonl');
  const questions: object[] = madeQuestions(150);
  questions[3] = { id: 'none' };
  await writeFile(dataset, questions.map(each => `${JSON.stringify(each)}\n`).join(''));
  return {
    dataset: [dataset],
    corpus: join(await tempDir(t), 'corpus'),
    maxSeqLength: [2048],
    saveName: 'made',
    saveDir: await tempDir(t),
    workers: 1,
  };
}

/** All that stands below a folder, by name. */
async function filesBelow(dir: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    files[entry.name] = (await readFile(join(entry.parentPath, entry.name))).toString('base64');
  }
  return files;
}

const STOPPED = new Error('stopped');

/** A run that ends when it tells how far it is for the second time. */
function stopped(): Run {
  let told = 0;
  const progress = (): void => {
    if (++told > 1) throw STOPPED;
  };
  return { ...quietRun, reporter: { ...silentReporter, progress } };
}

const DIFFERS = {
  code: 'OUTPUT_DIFFERS',
  message: /\.jsonl\.gz is there, and .*format: jsonl\.gz, now jsonl(;| *\)).*--fresh/,
};

/** Whether a run is refused and leaves all as it was, and what `fresh` makes of it. */
async function isKept(t: ExecutionContext, given: Given): Promise<void> {
  const other: Given = { ...given, format: 'jsonl' };
  const before = await filesBelow(given.saveDir!);
  await t.throwsAsync(keychain(other), DIFFERS);
  t.deepEqual(await filesBelow(given.saveDir!), before);
  await keychain({ ...other, fresh: true });
  const anew = await tempDir(t);
  await keychain({ ...other, saveDir: anew });
  t.deepEqual(await filesBelow(given.saveDir!), await filesBelow(anew));
}

test('a finished file of another format keeps its manifest and its rejects', async t => {
  const given = await ground(t);
  const [summary] = await keychain(given);
  t.regex(summary!.outputs[0]!.file, /\.jsonl\.gz$/);
  t.is(Object.keys(await filesBelow(given.saveDir!)).length, 3);
  await isKept(t, given);
});

test('an unfinished file of another format is gone on with by its own, or removed', async t => {
  const given = await ground(t);
  await t.throwsAsync(keychain(given, stopped()), { is: STOPPED });
  const names = Object.keys(await filesBelow(given.saveDir!));
  t.true(
    names.some(name => name.endsWith('.jsonl.gz.part.log')),
    `${names}`,
  );
  await isKept(t, given);
});

test('of a file whose manifest is gone the format is told', async t => {
  const given = await ground(t);
  const [summary] = await keychain(given);
  const { file } = summary!.outputs[0]!;
  await rename(file.replace('.jsonl.gz', '.manifest.json'), `${file}.kept`);
  await t.throwsAsync(keychain({ ...given, format: 'jsonl' }), DIFFERS);
});

test('what is finished is found, whatever lies beside it', async t => {
  const given = await ground(t);
  const [summary] = await keychain(given);
  const { file } = summary!.outputs[0]!;
  // Somebody has unpacked it to look at it.
  await writeFile(file.replace('.jsonl.gz', '.jsonl'), 'x');
  await mkdir(file.replace('.jsonl.gz', '.parquet'));
  const [found] = await keychain(given);
  t.truthy(found!.outputs[0]!.found);
});

test('a folder by the name of another format is no output', async t => {
  const given = await ground(t);
  const [summary] = await keychain({ ...given, saveDir: await tempDir(t) });
  const name = summary!.outputs[0]!.file.split('/').at(-1)!.replace('.jsonl.gz', '.parquet');
  await mkdir(join(given.saveDir!, 'made', name), { recursive: true });
  await keychain(given);
  await keychain({ ...given, fresh: true });
  t.is(Object.keys(await filesBelow(given.saveDir!)).length, 3);
});

test('one run at a time makes an output, in whatever format, or merges its shards', async t => {
  const given = await ground(t);
  const sharded: Given = { ...given, shard: { index: 0, of: 1 } };
  const [shard] = await keychain(sharded);
  const base = shard!.outputs[0]!.file.replace('-00000-of-00001.jsonl.gz', '');
  const before = await filesBelow(given.saveDir!);
  const lease = await takeLease(runLeaseOf(base), base);
  const inUse = { code: 'OUTPUT_IN_USE' };
  for (const format of ['jsonl.gz', 'jsonl'] as const) {
    await t.throwsAsync(keychain({ ...given, format, fresh: true }), inUse);
  }
  await t.throwsAsync(mergeShards({ records: [given.saveDir!] }), inUse);
  await lease.release();
  t.deepEqual(await filesBelow(given.saveDir!), before);
  await keychain(given);
});

test('a shard, and the whole that shards are merged to, is one file, in whatever format', async t => {
  const given = await ground(t);
  const shard = (index: number, changes: Given = {}) =>
    keychain({ ...given, shard: { index, of: 2 }, ...changes });
  await shard(0);
  await t.throwsAsync(shard(0, { format: 'jsonl' }), DIFFERS);
  await shard(0, { format: 'jsonl', fresh: true });
  await shard(1, { format: 'jsonl' });
  const names = Object.keys(await filesBelow(given.saveDir!));
  t.deepEqual(
    names.filter(name => name.includes('.gz') && !name.includes('.rejects.')),
    [],
  );
  // The whole is there in another format.
  await keychain(given);
  const folder = join(given.saveDir!, 'made');
  const before = await filesBelow(folder);
  await t.throwsAsync(mergeShards({ records: [folder] }), DIFFERS);
  t.deepEqual(await filesBelow(folder), before);
  await mergeShards({ records: [folder], fresh: true });
  const anew = await tempDir(t);
  await keychain({ ...given, format: 'jsonl', saveDir: anew });
  const whole = Object.entries(await filesBelow(folder)).filter(([name]) => !/-of-/.test(name));
  t.deepEqual(whole.map(([name]) => name).sort(), Object.keys(await filesBelow(anew)).sort());
});

test('a run of which nothing but rejects has come leaves those of an output alone', async t => {
  const given = await ground(t);
  await keychain(given);
  const before = await filesBelow(given.saveDir!);
  const warnings: string[] = [];
  const reporter = { ...silentReporter, warn: (message: string) => warnings.push(message) };
  const [question] = madeQuestions(1);
  await writeFile(given.dataset![0]!, `${JSON.stringify({ ...question, answers: [] })}\n`);
  const other: Given = { ...given, format: 'jsonl', corpus: join(await tempDir(t), 'corpus') };
  await t.throwsAsync(keychain(other, { ...quietRun, reporter }), { code: 'INPUT_FORMAT' });
  t.deepEqual(await filesBelow(given.saveDir!), before);
  t.regex(warnings.join('\n'), /rejects are not written: .*\.jsonl\.gz is there/);
});
