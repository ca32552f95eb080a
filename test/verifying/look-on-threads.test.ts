import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { FileReport } from '../../lib/verify/report/tally.js';
import { synth } from '../../pipelines/index.js';
import { verify } from '../../pipelines/verify.js';
import { outputAt } from '../pipelines/made.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

interface Ground {
  dir: string;
  dataset: string;
  /** Lines of right samples, more than go to a thread at once. */
  lines: string[];
}

const QUESTIONS = 200;

async function ground(t: ExecutionContext): Promise<Ground> {
  const dir = await tempDir(t);
  const dataset = await worldFile(t, 'hotpotqa', QUESTIONS);
  await synth({
    dataset: [dataset],
    maxSeqLength: [1024],
    saveDir: dir,
    saveName: 'x',
    workers: 1,
  });
  const name = (await readdir(join(dir, 'x'))).find(each => each.endsWith('.jsonl.gz'))!;
  const { lines } = await outputAt(join(dir, 'x', name));
  return { dir, dataset, lines: lines.trimEnd().split('\n') };
}

/** What is reported of some lines, by any number of threads. */
async function reportsOf(
  { dir, dataset }: Ground,
  lines: readonly string[],
): Promise<FileReport[]> {
  const file = join(dir, 'lines.jsonl');
  await writeFile(file, `${lines.join('\n')}\n`);
  const reports: FileReport[] = [];
  for (const workers of [1, 2, 3]) {
    reports.push(...(await verify({ records: [file], dataset: [dataset], workers })));
  }
  return reports;
}

const changed = (line: string, change: (sample: Record<string, unknown>) => object): string => {
  const sample = JSON.parse(line) as Record<string, unknown>;
  return JSON.stringify({ ...sample, ...change(sample) });
};

test.serial('any number of threads reports the same, of right samples and of others', async t => {
  const { lines, ...place } = await ground(t);
  t.true(lines.length > 128);
  const spoilt = [...lines];
  spoilt[3] = changed(lines[3]!, () => ({ length: 7 }));
  spoilt[70] = '[1]';
  spoilt[71] = changed(lines[71]!, () => ({ context: 'no passage' }));
  spoilt[72] = changed(lines[72]!, () => ({ meta: undefined }));
  // A trainer's row, which is judged by what is known of such.
  spoilt[73] = JSON.stringify({
    prompt: [{ role: 'user', content: 'How much is 2 + 3?' }],
    reward_model: { ground_truth: '5' },
  });
  spoilt[130] = lines[5]!;
  spoilt[150] = changed(lines[150]!, sample => ({
    meta: {
      ...(sample.meta as object),
      tokenizer: { type: 'openai', name: 'other', sha256: 'f'.repeat(64) },
    },
  }));
  const [right, ...rights] = await reportsOf({ lines, ...place }, lines);
  t.is(right!.failed, 0);
  t.is(right!.samples, lines.length);
  for (const each of rights) t.deepEqual(each, right);
  const [one, ...others] = await reportsOf({ lines, ...place }, spoilt);
  t.is(one!.failed, 6);
  t.is(one!.foreign?.samples, 1);
  t.regex(JSON.stringify(one!.findings), /the same id stands on line 6 already/);
  t.regex(JSON.stringify(one!.findings), /was counted with openai \/ other/);
  for (const other of others) t.deepEqual(other, one);
});

test.serial('what cannot be judged at all ends it the same way on threads', async t => {
  const { lines, dir, dataset } = await ground(t);
  const file = join(dir, 'cut.jsonl');
  await writeFile(file, lines.join('\n').slice(0, -10));
  for (const workers of [1, 2]) {
    const work = verify({ records: [file], dataset: [dataset], workers });
    await t.throwsAsync(work, { code: 'INPUT_TRUNCATED' });
  }
});

test.serial('no thread is started for a few samples', async t => {
  const { lines, ...place } = await ground(t);
  let started = 0;
  const count = (): void => {
    started++;
  };
  process.on('worker', count);
  try {
    const [report] = await reportsOf({ lines, ...place }, lines.slice(0, 20));
    t.is(report!.samples, 20);
    t.is(started, 0);
    await reportsOf({ lines, ...place }, lines);
    t.is(started, 2 + 3);
  } finally {
    process.off('worker', count);
  }
});
