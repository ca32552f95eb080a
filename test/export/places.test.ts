import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { checkWritten, type ExportPlaces } from '../../lib/export/places.js';
import type { Reject } from '../../lib/records/reject.js';
import { type CommandResult, command } from '../support/command.js';
import { pipeOutput } from '../support/pipe.js';
import { anySample } from '../support/sample.js';
import { tempDir } from '../support/temp-dir.js';

interface Ground {
  dir: string;
  samples: string;
  run(...args: string[]): Promise<CommandResult>;
}

async function ground(t: ExecutionContext, count = 6): Promise<Ground> {
  const dir = await tempDir(t);
  const samples = join(dir, 'samples.jsonl');
  const lines = Array.from({ length: count }, (_, i) => `${JSON.stringify(anySample(i))}\n`);
  await writeFile(samples, lines.join(''));
  return { dir, samples, run: (...args) => command(['export', samples, '--quiet', ...args]) };
}

test('an export writes over its own, and over nothing else but with --fresh', async t => {
  const { dir, run } = await ground(t);
  const out = join(dir, 'data');
  const [verl, trl] = ['verl', 'trl'].map(to => ['--to', to, '--out', out]) as [string[], string[]];
  t.is((await run(...verl, '--end-index', '2')).code, 0);
  const files = ['export.json', 'test.parquet', 'train.parquet', 'valid.parquet'];
  t.deepEqual((await readdir(out)).sort(), files);
  t.is((await run(...verl, '--end-index', '3')).code, 0);
  t.deepEqual((await readdir(out)).sort(), files);

  const refused = await run(...trl);
  t.is(refused.code, 1);
  t.regex(refused.stderr, /^error: OUTPUT_DIFFERS: .*export --to verl/);
  t.is((await run(...trl, '--fresh')).code, 0);
  // What the other one has left beside goes, and nothing that is not of an export.
  t.deepEqual((await readdir(out)).sort(), ['export.json', 'train.parquet']);
  const manifest = JSON.parse(await readFile(join(out, 'export.json'), 'utf8'));
  t.like(manifest, { to: 'trl', files: [{ file: 'train.parquet', rows: 6 }], rejects: {} });
});

test('a device gets the rows as lines, and nothing stands beside it', async t => {
  const { samples } = await ground(t);
  const args = ['export', samples, '--to', 'verl', '--quiet', '--out'];
  const rows = await pipeOutput([...args, '-']);
  t.is(rows.split('\n').length, 7);
  // A pipe of a shell, and no socket, which nobody can open by that name.
  const line = `bin/pipe ${args.join(' ')} /dev/stdout | cat`;
  t.is((await promisify(execFile)('sh', ['-c', line])).stdout, rows);
});

test('what stands there and is no export stays', async t => {
  const { dir, run } = await ground(t);
  const out = join(dir, 'rows.jsonl');
  await writeFile(out, 'mine\n');
  for (const manifest of [undefined, '{"to":"swift"}', 'no JSON', '{"to":"swift","files":7}']) {
    if (manifest !== undefined) await writeFile(join(dir, 'rows.jsonl.export.json'), manifest);
    t.regex((await run('--to', 'swift', '--out', out)).stderr, /OUTPUT_DIFFERS: .*no export/);
  }
  t.is(await readFile(out, 'utf8'), 'mine\n');
});

test('a manifest that names files elsewhere removes nothing there', async t => {
  const { dir, run } = await ground(t);
  const mine = join(dir, 'mine.txt');
  await writeFile(mine, 'mine');
  const out = join(dir, 'data');
  t.is((await run('--to', 'swift', '--out', out)).code, 0);
  const path = join(out, 'export.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  const files = [...manifest.files, { file: '../mine.txt' }, { file: mine }];
  await writeFile(path, JSON.stringify({ ...manifest, files }));
  t.is((await run('--to', 'swift', '--out', out)).code, 0);
  t.is(await readFile(mine, 'utf8'), 'mine');
});

test('rejects are kept, and never where the rows go', async t => {
  const { dir, samples, run } = await ground(t);
  await writeFile(samples, `${await readFile(samples, 'utf8')}{"id":"broken"}\n`);
  const rejects = join(dir, 'rejects.jsonl');
  const done = await run('--to', 'swift', '--out', join(dir, 'a'), '--rejects', rejects);
  t.is(done.code, 3);
  const [reject] = (await readFile(rejects, 'utf8')).trimEnd().split('\n');
  t.like(JSON.parse(reject!) as Reject, { code: 'RECORD_INVALID', file: samples, record: 6 });
  const out = join(dir, 'rows.jsonl');
  const both = await run('--to', 'swift', '--out', out, '--rejects', out);
  t.is(both.code, 2);
  t.regex(both.stderr, /--rejects .* is a file that is exported to/);
});

test('kinds that do not go together are rejected, with the way out', async t => {
  const { dir, samples, run } = await ground(t, 2);
  const solved = {
    ...anySample(7),
    messages: [
      { role: 'user', content: 'Q' },
      { role: 'assistant', content: 'A' },
    ],
  };
  await writeFile(samples, `${await readFile(samples, 'utf8')}${JSON.stringify(solved)}\n`);
  for (const [to, count, message] of [
    ['verl', 1, /is a trajectory/],
    ['swift', 1, /is a trajectory.*files hold one/],
    ['openai-ft', 2, /has no answer to learn from.*trajectories/],
  ] as const) {
    const rejects = join(dir, `${to}.rejects.jsonl`);
    const out = ['--out', join(dir, to), '--rejects', rejects];
    t.is((await run('--to', to, ...out)).code, 3);
    const lines = (await readFile(rejects, 'utf8')).trimEnd().split('\n');
    t.is(lines.length, count);
    for (const line of lines) t.regex((JSON.parse(line) as Reject).message, message);
  }
});

test('a lone surrogate stays in JSON lines, and is rejected where Parquet cannot hold it', async t => {
  const { dir, samples, run } = await ground(t, 1);
  await writeFile(samples, `${JSON.stringify(anySample(1, { context: 'half \ud800' }))}\n`);
  const lines = join(dir, 'rows.jsonl');
  t.is((await run('--to', 'trl', '--out', lines)).code, 0);
  t.regex(await readFile(lines, 'utf8'), /half \\ud800/);
  const { code, stderr } = await command([
    ...['export', samples, '--to', 'trl', '--out', join(dir, 'rows.parquet')],
  ]);
  t.is(code, 3);
  t.regex(stderr, /prompt\.0\.content holds half of a surrogate pair/);
});

test('nothing at all is an export, too', async t => {
  const { dir, samples, run } = await ground(t, 0);
  const out = join(dir, 'data');
  t.is((await run('--to', 'verl', '--out', out, '--end-index', '5')).code, 0, samples);
  t.deepEqual((await readdir(out)).sort(), [
    ...['export.json', 'test.parquet', 'train.parquet', 'valid.parquet'],
  ]);
});

test('two formats of one name stand beside each other, each written over by its own alone', async t => {
  const { dir, run } = await ground(t);
  for (const name of ['a.jsonl', 'a.parquet', 'a.jsonl']) {
    t.is((await run('--to', 'trl', '--out', join(dir, name))).code, 0, name);
  }
  t.deepEqual((await readdir(dir)).sort(), [
    'a.jsonl',
    'a.jsonl.export.json',
    'a.parquet',
    'a.parquet.export.json',
    'samples.jsonl',
  ]);
});

test('what is exported among the samples is not exported again', async t => {
  const { dir, samples } = await ground(t);
  await mkdir(join(dir, 'more'));
  await rename(samples, join(dir, 'more', 'samples.jsonl'));
  for (const out of ['more', 'more/inside', 'more/rows.jsonl']) {
    const args = ['export', join(dir, 'more'), '--to', 'swift', '--out', join(dir, out)];
    for (let again = 0; again < 2; again++) {
      t.like(await command([...args, '--quiet']), { code: 0, stderr: '' }, out);
    }
  }
  t.is((await readFile(join(dir, 'more', 'rows.jsonl'), 'utf8')).trimEnd().split('\n').length, 6);
});

test('what is read is not exported to, even with --fresh', async t => {
  const { samples, run } = await ground(t);
  const before = await readFile(samples);
  for (const more of [[], ['--fresh']]) {
    const { code, stderr } = await run('--to', 'swift', '--out', samples, ...more);
    t.is(code, 2);
    t.regex(stderr, /^error: USAGE: .*samples\.jsonl: is read/);
  }
  t.deepEqual(await readFile(samples), before);
});

test('an export of nothing leaves the rows of an earlier one, unless --fresh says otherwise', async t => {
  const { dir, samples, run } = await ground(t);
  for (const [to, out] of [
    ['verl', join(dir, 'verl')],
    ['swift', join(dir, 'rows.jsonl')],
    ['hub', join(dir, 'hub')],
    ['openai-batch', join(dir, 'batch')],
  ] as const) {
    const args = ['--to', to, '--out', out, ...(to === 'openai-batch' ? ['--model', 'm'] : [])];
    const full = await readFile(samples);
    t.is((await run(...args)).code, 0, to);
    const rows = await readdir(dir, { recursive: true });
    await writeFile(samples, '');
    const { code, stderr } = await run(...args);
    t.is(code, 1, to);
    t.regex(stderr, /^error: OUTPUT_DIFFERS: there is no row to export, and the 6 of .*--fresh/);
    t.deepEqual(await readdir(dir, { recursive: true }), rows);
    t.is((await run(...args, '--fresh')).code, 0, to);
    await writeFile(samples, full);
  }
});

test('files that get their names in the end are not written over either', async t => {
  const { dir, run } = await ground(t);
  for (const file of ['data/4k/train-00000-of-00001.parquet', 'figures/figures.json']) {
    const out = join(dir, file.replaceAll(/\W/g, '-'));
    const mine = join(out, file);
    await mkdir(dirname(mine), { recursive: true });
    await writeFile(mine, 'mine');
    const args = ['--to', 'hub', '--out', out];
    const { code, stderr } = await run(...args);
    t.is(code, 1, file);
    t.regex(stderr, /^error: OUTPUT_DIFFERS: .* is there, and no export has written it/);
    t.is(await readFile(mine, 'utf8'), 'mine');
    t.is(
      (await readdir(out, { recursive: true, withFileTypes: true })).filter(e => e.isFile()).length,
      1,
    );
    t.is((await run(...args, '--fresh')).code, 0);
    t.not(await readFile(mine, 'utf8'), 'mine');
    t.is((await run(...args)).code, 0);
  }
});

test('the second file of requests is not written over either, nor are rejects', async t => {
  const dir = await tempDir(t);
  const path = (number: number): string => join(dir, `requests-0000${number}.jsonl`);
  await writeFile(path(2), 'mine');
  const check = (places: Partial<ExportPlaces>) =>
    checkWritten(
      { to: 'openai-batch', out: dir, ...places },
      [path(1)],
      [1, 2].map(number => ({ path: path(number), rows: 3 })),
    );
  await t.throwsAsync(check({}), { code: 'OUTPUT_DIFFERS', message: /requests-00002.* is there/ });
  await t.notThrowsAsync(check({ fresh: true }));
  await t.throwsAsync(check({ fresh: true, rejects: path(2) }), { code: 'USAGE' });
  await t.throwsAsync(check({ fresh: true, inputs: [path(2)] }), { code: 'USAGE' });
});

test('requests go to no folder that is called like a file', async t => {
  const { dir, run } = await ground(t);
  for (const name of ['b.jsonl', 'b.jsonl.gz', 'b.txt']) {
    const { code, stderr } = await run(
      '--to',
      'openai-batch',
      '--model',
      'm',
      '--out',
      join(dir, name),
    );
    t.is(code, 2);
    t.regex(stderr, /^error: USAGE: --out .* a folder/);
  }
  t.deepEqual(await readdir(dir), ['samples.jsonl']);
});

test('where no prompt is short enough there is no table, and it is said what to do', async t => {
  const { dir, run } = await ground(t, 3);
  const rejects = join(dir, 'rejects.jsonl');
  for (const [to, out] of [
    ['verl', join(dir, 'data')],
    ['trl', join(dir, 'rows.jsonl')],
    ['trl', '-'],
  ] as const) {
    const args = ['--to', to, '--out', out, '--max-prompt-length', '9', '--rejects', rejects];
    const { code, stdout, stderr } = await run(...args);
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(
      stderr,
      /error: USAGE: --max-prompt-length 9: no row is left, and nothing is written; rejected are 3 PROMPT_TOO_LONG; ask for a greater length, or make shorter samples\n$/,
    );
    t.is((await readFile(rejects, 'utf8')).trimEnd().split('\n').length, 3);
  }
  t.deepEqual((await readdir(dir)).filter(name => name !== 'data').sort(), [
    'rejects.jsonl',
    'samples.jsonl',
  ]);
  t.deepEqual(await readdir(join(dir, 'data')), []);
});
