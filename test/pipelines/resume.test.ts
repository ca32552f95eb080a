import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { silentReporter } from '../../lib/reporter.js';
import { quietRun, type Run } from '../../lib/run.js';
import type { GivenTo } from '../../lib/settings/values.js';
import { keychain } from '../../pipelines/keychain.js';
import { synth } from '../../pipelines/synth.js';
import { modelServer } from '../support/model/model-server.js';
import '../support/own-cache.js';
import { madeQuestions } from '../support/questions.js';
import { tempDir } from '../support/temp-dir.js';
import { listening } from './made.js';

type Given = GivenTo<'keychain'>;

/** Some questions with long passages, so that they are rejected at the smaller budgets, and others. */
async function ground(t: ExecutionContext): Promise<Given> {
  const dataset = join(await tempDir(t), 'questions.jsonl');
  const questions = madeQuestions(150);
  const long = 'A very long tale. '.repeat(400);
  const lines = questions.map((question, i) =>
    i % 17 === 3
      ? {
          ...question,
          passages: question.passages.map(each => ({ ...each, text: each.text + long })),
        }
      : question,
  );
  lines.splice(5, 0, { ...lines[0]!, id: lines[1]!.id });
  await writeFile(dataset, lines.map(each => `${JSON.stringify(each)}\n`).join(''));
  return {
    dataset: [dataset],
    corpus: join(await tempDir(t), 'corpus'),
    maxSeqLength: [2048, 16384],
    saveName: 'made',
    workers: 1,
  };
}

const STOPPED = new Error('stopped');

/** A run that ends when it tells how far it is for the nth time. */
function stoppedAfter(times: number): Run {
  let told = 0;
  const progress = (): void => {
    if (++told > times) throw STOPPED;
  };
  return { ...quietRun, reporter: { ...silentReporter, progress } };
}

/** All that stands in a folder, by name. */
async function filesOf(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(dir)).sort();
  const entries = names.map(async name => {
    const bytes = await readFile(join(dir, name));
    return [name, bytes.toString('base64')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const folderOf = (saveDir: string): string => join(saveDir, 'made');

test.serial('stopped anywhere, gone on with: the files are those of the unbroken run', async t => {
  const given = await ground(t);
  const whole = await tempDir(t);
  const unbroken = listening();
  const [expected] = await keychain({ ...given, saveDir: whole }, unbroken.run);
  const files = await filesOf(folderOf(whole));
  t.is(Object.keys(files).length, 6, 'of two lengths samples, manifest and rejects');
  let blocksKept = 0;
  for (const times of [0, 1, 2, 5, 9, 12]) {
    for (const workers of [1, 2]) {
      const saveDir = await tempDir(t);
      const all = { ...given, saveDir, workers };
      await keychain(all, stoppedAfter(times)).catch(error => t.is(error, STOPPED));
      const left = await readdir(folderOf(saveDir)).catch(() => []);
      blocksKept += left.filter(name => name.endsWith('.log')).length;
      t.deepEqual(
        left.filter(name => /lease|partial/.test(name)),
        [],
      );
      const last = listening();
      const [summary] = await keychain(all, last.run);
      t.deepEqual(await filesOf(folderOf(saveDir)), files, `stopped after ${times}`);
      t.deepEqual(
        summary!.outputs.map(({ file: _, found: __, ...output }) => output),
        expected!.outputs.map(({ file: _, ...output }) => output),
      );
      // Rejects are told as they were, whoever met them.
      t.deepEqual(last.rejects.length, unbroken.rejects.length);
    }
  }
  t.true(blocksKept > 0);
});

test.serial('a finished file of the same plan is found, with its counts and rejects', async t => {
  const given = { ...(await ground(t)), saveDir: await tempDir(t) };
  const first = listening();
  const [made] = await keychain(given, first.run);
  const before = await filesOf(folderOf(given.saveDir));
  const second = listening();
  const [found] = await keychain({ ...given, workers: 2 }, second.run);
  t.deepEqual(await filesOf(folderOf(given.saveDir)), before);
  t.deepEqual(second.rejects.length, first.rejects.length);
  const { questions, unanswerable, unlabelled, read_rejects } = made!;
  t.like(found, { questions, unanswerable, unlabelled, read_rejects });
  t.deepEqual(
    found!.outputs.map(({ found: _, ...output }) => output),
    made!.outputs,
  );
  t.true(found!.outputs.every(output => output.found !== undefined));
});

test.serial('a length that is there is found, another one is made beside it', async t => {
  const given = { ...(await ground(t)), saveDir: await tempDir(t) };
  const whole = await tempDir(t);
  await keychain({ ...given, saveDir: whole });
  await keychain({ ...given, maxSeqLength: [16384] });
  const [summary] = await keychain(given);
  t.deepEqual(
    summary!.outputs.map(({ found }) => found !== undefined),
    [false, true],
  );
  t.deepEqual(await filesOf(folderOf(given.saveDir)), await filesOf(folderOf(whole)));
});

test.serial(
  'another plan is refused setting by setting, finished or not, until it is told to',
  async t => {
    const given = { ...(await ground(t)), maxSeqLength: [2048], saveDir: await tempDir(t) };
    const folder = folderOf(given.saveDir);
    const other = { ...given, randomSeed: 43, keepContext: true };
    const differs = {
      code: 'OUTPUT_DIFFERS',
      message: /random-seed: 42, now 43; keep-context: false, now true.*--fresh/,
    };
    await t.throwsAsync(keychain(given, stoppedAfter(1)), { is: STOPPED });
    const begun = await filesOf(folder);
    await t.throwsAsync(keychain(other), differs);
    t.deepEqual(await filesOf(folder), begun);
    await keychain(given);
    const finished = await filesOf(folder);
    await t.throwsAsync(keychain(other), differs);
    t.deepEqual(await filesOf(folder), finished);
    await keychain({ ...other, fresh: true });
    const anew = await tempDir(t);
    await keychain({ ...other, saveDir: anew });
    t.deepEqual(await filesOf(folder), await filesOf(folderOf(anew)));
    // It starts over, whoever has begun.
    await rm(folder, { recursive: true });
    await t.throwsAsync(keychain(given, stoppedAfter(1)), { is: STOPPED });
    await keychain({ ...other, fresh: true });
    t.deepEqual(await filesOf(folder), await filesOf(folderOf(anew)));
  },
);

test.serial('what has the name and is not known is never written over', async t => {
  const given = { ...(await ground(t)), maxSeqLength: [2048], saveDir: await tempDir(t) };
  const [summary] = await keychain(given);
  const { file } = summary!.outputs[0]!;
  const manifest = file.replace('.jsonl.gz', '.manifest.json');
  await appendFile(file, 'x');
  await t.throwsAsync(keychain(given), { code: 'OUTPUT_DIFFERS', message: /bytes, its manifest/ });
  await writeFile(manifest, '{}');
  await t.throwsAsync(keychain(given), { code: 'OUTPUT_DIFFERS', message: /no manifest with/ });
  await rm(manifest);
  await writeFile(file, 'mine');
  await t.throwsAsync(keychain(given), { code: 'OUTPUT_DIFFERS', message: /has no manifest/ });
  t.is(await readFile(file, 'utf8'), 'mine');
});

test.serial('the log of a finished file that could not be removed any more goes', async t => {
  const given = { ...(await ground(t)), maxSeqLength: [2048], saveDir: await tempDir(t) };
  const [summary] = await keychain(given);
  const finished = await filesOf(folderOf(given.saveDir));
  await writeFile(`${summary!.outputs[0]!.file}.part.log`, '{"format":1,"plan":{}}\n');
  await keychain(given);
  t.deepEqual(await filesOf(folderOf(given.saveDir)), finished);
});

test.serial('one run at a time writes an output', async t => {
  const given = { ...(await ground(t)), saveDir: await tempDir(t) };
  let second: Promise<unknown> | undefined;
  const progress = (): void => {
    second ??= keychain(given).then(
      () => undefined,
      (error: unknown) => error,
    );
  };
  await keychain(given, { ...quietRun, reporter: { ...silentReporter, progress } });
  const error = await second;
  if (error !== undefined) t.like(error, { code: 'OUTPUT_IN_USE' });
  const alone = await tempDir(t);
  await keychain({ ...given, saveDir: alone });
  t.deepEqual(await filesOf(folderOf(given.saveDir)), await filesOf(folderOf(alone)));
});

test.serial('with a model what was answered is not asked again', async t => {
  const given = await ground(t);
  const server = await modelServer(t, given.dataset![0]!);
  const model = { llmUrl: [server.url], model: 'm', concurrency: 2 };
  const all = { ...given, ...model, maxSeqLength: [16384, 2048] };
  const whole = await tempDir(t);
  await keychain({ ...all, saveDir: whole, journal: await tempDir(t) });
  const calls = server.calls.length;
  for (const make of [keychain, synth]) {
    const saveDir = await tempDir(t);
    const once = { ...all, saveDir, journal: await tempDir(t) };
    const before = server.calls.length;
    for (const times of [30, 90]) {
      await make(once, stoppedAfter(times)).catch(error => t.is(error, STOPPED));
    }
    const [summary] = await make(once);
    // Those that were under way when it was stopped have brought nothing.
    const again = server.calls.length - before - calls;
    t.true(again >= 0 && again <= 2 * model.concurrency, `${again} calls more`);
    t.deepEqual(
      (await readdir(folderOf(saveDir))).filter(name => name.includes('.part')),
      [],
    );
    if (make === synth) continue;
    t.deepEqual(await filesOf(folderOf(saveDir)), await filesOf(folderOf(whole)));
    t.is(dirname(summary!.outputs[0]!.file), folderOf(saveDir));
  }
});
