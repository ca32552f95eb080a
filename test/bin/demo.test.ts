import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import test, { type ExecutionContext } from 'ava';
import { worldStream } from '../../lib/world/index.js';
import type { DemoResult } from '../../pipelines/demo.js';
import { pipe, pipeOutput } from '../support/pipe.js';
import { tempDir } from '../support/temp-dir.js';

test.serial('the demo makes a world, samples of it and a report, and shows one sample', async t => {
  const cwd = await tempDir(t);
  const { code, stdout, stderr } = await pipe(['demo'], { cwd });
  t.is(code, 0, stderr);
  t.is(stderr, '');
  const steps = [...stdout.matchAll(/^(\d)\. /gm)].map(([, step]) => step);
  t.deepEqual(steps, ['1', '2', '3', '4', '5']);
  t.regex(stdout, /^4096 +300 +0 +0 /m);
  t.regex(stdout, /^16384 +300 +0 +0 /m);
  t.is(stdout.match(/^ {3}hop \d, \d+ % into the text:$/gm)?.length, 4);
  t.regex(stdout, /^ {3}the question: .+\?$/m);
  t.deepEqual((await readdir(join(cwd, 'demo-out'))).sort(), [
    'corpus',
    'report.html',
    'report.json',
    'samples',
    'world-hotpotqa.json',
  ]);
  await readmeShows(t, stdout);
});

/** What the README shows of it, shortened at each `...`, is in what it says, in this order. */
async function readmeShows(t: ExecutionContext, said: string): Promise<void> {
  const [, shown = ''] = /```\n(4\. One sample.*?)```/s.exec(await readFile('README.md', 'utf8'))!;
  let at = 0;
  for (const piece of shown.split(/\.\.\.|\n/).map(each => each.trim())) {
    const found = said.indexOf(piece, at);
    t.true(found >= 0, `the README shows "${piece}"`);
    at = found + piece.length;
  }
}

test.serial('the demo goes where it is told, and leaves alone what is there', async t => {
  const dir = await tempDir(t);
  await writeFile(join(dir, 'thesis.tex'), 'years of work');
  const options = [
    '--num-questions',
    '70',
    '--random-seed',
    '7',
    '--workers',
    '1',
    '--save-dir',
    dir,
  ];
  const first = await pipeOutput(['demo', ...options]);
  t.is(await pipeOutput(['demo', ...options]), first);
  t.is(await readFile(join(dir, 'thesis.tex'), 'utf8'), 'years of work');
  t.deepEqual(
    await readFile(join(dir, 'world-hotpotqa.json')),
    await buffer(worldStream('hotpotqa', { questions: 70, seed: 7 })),
  );
});

test.serial('a program gets the demo as one object', async t => {
  const dir = await tempDir(t);
  const text = await pipeOutput(['demo', '--num-questions', '60', '--json', '--save-dir', dir]);
  const { ok, dataset, reports, sample } = JSON.parse(text) as DemoResult;
  t.true(ok);
  t.is(dataset, join(dir, 'world-hotpotqa.json'));
  t.deepEqual(
    reports.map(({ samples }) => samples),
    [60, 60],
  );
  t.is(sample.meta.seed, 42);
});

test.serial('the demo takes no files, and says so where it cannot write', async t => {
  const named = await pipe(['demo', 'hotpot.json']);
  t.is(named.code, 2);
  t.regex(named.stderr, /USAGE: demo takes no such argument: hotpot.json/);
  const dir = await tempDir(t);
  await writeFile(join(dir, 'file'), '');
  const { code, stderr } = await pipe(['demo', '--save-dir', join(dir, 'file')]);
  t.is(code, 1);
  t.regex(stderr, /OUTPUT_UNWRITABLE/);
});
