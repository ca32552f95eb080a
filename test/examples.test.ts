import { execFile } from 'node:child_process';
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import type { Sample } from '../lib/records/sample.js';
import { pathsIn } from './support/paths.js';
import { pipeOutput } from './support/pipe.js';
import { tempDir } from './support/temp-dir.js';
import { worldFile } from './support/world.js';

const EXAMPLES = 'pipelines/examples';
const run = promisify(execFile);

/** A folder with a dataset called `hotpot.json`. */
async function folder(t: ExecutionContext): Promise<string> {
  const dir = await tempDir(t);
  await copyFile(await worldFile(t, 'hotpotqa', 60), join(dir, 'hotpot.json'));
  return dir;
}

/** Runs a compiled example as a user's own program, in a folder and with a cache there. */
const runExample = (name: string, cwd: string) =>
  run(process.execPath, [resolve('dist', EXAMPLES, name)], {
    cwd,
    env: { ...process.env, XDG_CACHE_HOME: join(cwd, 'cache') },
  });

const samplesIn = async (path: string): Promise<Sample[]> =>
  gunzipSync(await readFile(path))
    .toString()
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Sample);

test('the page shows the examples as they are', async t => {
  const page = await readFile('pipelines/README.md', 'utf8');
  const shown = [...page.matchAll(/<!-- (examples\/\S+) -->\n+```\w+\n(.*?)```/gs)];
  t.true(shown.length >= 3);
  for (const [, file = '', code] of shown) {
    t.is(code, await readFile(join('pipelines', file), 'utf8'), file);
  }
  for (const name of await readdir(EXAMPLES)) t.true(page.includes(`examples/${name}`), name);
});

test('keychain.ts: the main job in code', async t => {
  const dir = await folder(t);
  const { stdout } = await runExample('keychain.js', dir);
  t.regex(stdout, /max_seq_4096\S+: 20 samples, 4\d{3} tokens on average\n/);
  t.is(stdout.trimEnd().split('\n').length, 2);
});

test('hard-questions.ts: a pipeline of stages', async t => {
  const dir = await folder(t);
  await runExample('hard-questions.js', dir);
  const file = join(dir, 'hard.jsonl.gz');
  const samples = await samplesIn(file);
  t.true(samples.length > 0);
  t.true(samples.every(({ meta }) => meta.hops === 6));
  const dataset = join(dir, 'hotpot.json');
  await pipeOutput(['verify', file, '--dataset', dataset, '--tokenizer-path', 'o200k_base']);
});

test('with-level.js: a stage of the user’s own', async t => {
  const dir = await folder(t);
  await pipeOutput([
    ...['keychain', join(dir, 'hotpot.json'), '--max-seq-length', '2k', '--num-samples', '5'],
    ...['--stage', join(EXAMPLES, 'with-level.js'), '--save-dir', dir, '--workers', '1'],
  ]);
  const [file = ''] = (await pathsIn(dir)).filter(path => path.endsWith('.jsonl.gz'));
  for (const sample of await samplesIn(file)) {
    t.regex((sample as Sample & { level: string }).level, /^(easy|medium|hard)$/);
  }
});

test('filters.sh: what keychain is composed of', async t => {
  const dir = await folder(t);
  const dataset = join(dir, 'hotpot.json');
  const { stdout } = await run(join(EXAMPLES, 'filters.sh'), [dataset, join(dir, 'corpus')], {
    env: { ...process.env, XDG_CACHE_HOME: join(dir, 'cache') },
    maxBuffer: 1 << 26,
  });
  t.is(stdout, await pipeOutput(['keychain', dataset, '--max-seq-length', '4k', '--out', '-']));
});

test('keychain.yaml: a config, and what wins over it', async t => {
  const dir = await folder(t);
  const config = join(EXAMPLES, 'keychain.yaml');
  await pipeOutput([
    ...['run', config, '--dataset', join(dir, 'hotpot.json'), '--save-dir', join(dir, 'out')],
    ...['--max-seq-length', '2k', '--num-samples', '4'],
  ]);
  const [file = ''] = (await pathsIn(join(dir, 'out'))).filter(path => path.endsWith('.jsonl.gz'));
  const samples = await samplesIn(file);
  t.is(samples.length, 4);
  for (const { meta } of samples) t.like(meta, { key_format: 'hex8', placement: 'gaussian' });
});
