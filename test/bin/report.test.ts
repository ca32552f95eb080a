import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import type { Report } from '../../lib/report/summary.js';
import { command } from '../support/command.js';
import { shared } from '../support/shared.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const readReport = async (path: string): Promise<Report> =>
  JSON.parse(await readFile(path, 'utf8')) as Report;

/** Samples of a fictional world, at two lengths. */
async function made(t: ExecutionContext, dir: string, dataset?: string): Promise<string> {
  const data = dataset ?? (await worldFile(t, 'hotpotqa', 12));
  const { code, stderr } = await command([
    ...['keychain', data, '--corpus', join(dir, 'corpus'), '--save-dir', dir, '--save-name', 's'],
    ...['--max-seq-length', '2k,4k', '--num-samples', '6'],
  ]);
  if (code !== 0) throw new Error(stderr);
  return join(dir, 's');
}

test('a folder of samples becomes a page and the same figures as JSON, each time the same bytes', async t => {
  const dir = await tempDir(t);
  const samples = await made(t, dir);
  const [out, again] = ['r.html', 'again.html'].map(name => join(dir, name));
  const { code, stdout } = await command(['report', samples, '--out', out!]);
  t.is(code, 0);
  t.is(stdout, '');
  await command(['report', samples, '--out', again!]);
  t.is(await readFile(out!, 'utf8'), await readFile(again!, 'utf8'));
  const { runs, figures } = await readReport(join(dir, 'r.json'));
  t.like(runs[0], { label: 's', records: 12, lengths: { 2048: 6, 4096: 6 } });
  t.true(runs[0]!.budget_use_median! > 0.9);
  const names = figures.map(({ name }) => name);
  for (const name of ['budget_use', 'support_depth', 'chain_depth', 'hops'] as const) {
    t.true(names.includes(name), name);
  }
  const pairs = figures.find(({ name }) => name === 'chain_depth')!.runs[0]!.places;
  t.is(
    pairs.reduce((sum, { count }) => sum + count, 0),
    12 * 4,
    'every pair of every true chain is found',
  );
  t.false((await readFile(out!, 'utf8')).includes(dir));
});

test('what is no report is not written over, and a report is', async t => {
  const dir = await tempDir(t);
  const samples = await made(t, dir);
  const out = join(dir, 'mine.html');
  await writeFile(out, 'my own page');
  const { code, stderr } = await command(['report', samples, '--out', out]);
  t.is(code, 1);
  t.regex(stderr, /OUTPUT_DIFFERS: .*--out/);
  t.is(await readFile(out, 'utf8'), 'my own page');
  t.false((await readdir(dir)).includes('mine.json'));
});

test('a file without anything to report on is one line', async t => {
  const dir = await tempDir(t);
  const file = join(dir, 'x.jsonl');
  for (const text of ['', '{"any":1}\n', '1\n2\n']) {
    await writeFile(file, text);
    const { code, stderr } = await command(['report', file, '--out', join(dir, 'r.html')]);
    t.is(code, 1);
    t.regex(stderr, /error: INPUT_FORMAT: .*x\.jsonl: no sample/);
    t.notRegex(stderr, /^ {4}at /m);
  }
});

test('two files are compared, packed as they may be', async t => {
  const dir = await tempDir(t);
  const [a, b] = ['a.jsonl', 'b.jsonl'].map(name => join(dir, name));
  const record = (right: number) =>
    `${JSON.stringify({ input: 'Who?', answers: ['x'], scores: [{ correct: right, cem: right, f1: right }] })}\n`;
  await writeFile(a!, record(1));
  await writeFile(b!, gzipSync(record(0)));
  const { code } = await command(['report', a!, b!, '--out', join(dir, 'r.html')]);
  t.is(code, 0);
  const { differences } = await readReport(join(dir, 'r.json'));
  t.like(differences, [{ label: 'b', from: 'a', pass_rate: -1 }]);
});

test('samples of real data are reported on', async t => {
  const real = shared('data', 'hotpotqa.json');
  if (real === undefined) {
    t.log('skipped: the shared folder is not here');
    t.pass();
    return;
  }
  const dir = await tempDir(t);
  const samples = await made(t, dir, real);
  const { code } = await command(['report', samples, '--out', join(dir, 'r.html')]);
  t.is(code, 0);
  t.is((await readReport(join(dir, 'r.json'))).runs[0]!.records, 12);
});
