import { createWriteStream } from 'node:fs';
import {
  appendFile,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import test, { type ExecutionContext } from 'ava';
import { worldStream } from '../../lib/world/index.js';
import { command, commandOutput } from '../support/command.js';
import '../support/own-cache.js';
import { tempDir } from '../support/temp-dir.js';

const OF = 3;
const NAME = 'validation-num_sample_all-max_seq_1000';

interface Made {
  /** With the folder `w`, which has the shards. */
  dir: string;
  folder: string;
  names: string[];
  /** The whole's path, without its ending. */
  whole: string;
  /** A file of shard `index`, by its ending. */
  shard(index: number, ending?: string): string;
}

const making = (dataset: string, dir: string, ...options: string[]): string[] => [
  ...['synth', dataset, '--max-seq-length', '1000', '--save-dir', dir, '--save-name', 'w'],
  ...['--workers', '1', '--quiet', ...options],
];

let dataset: string;
let first: string;

test.before(async () => {
  const base = await mkdtemp(join(tmpdir(), 'keychain-test-'));
  first = join(base, 'out');
  dataset = join(base, 'world-hotpotqa.json');
  await pipeline(worldStream('hotpotqa', { questions: 100, seed: 42 }), createWriteStream(dataset));
  await makeShards(first);
});

test.after.always(() => rm(join(first, '..'), { recursive: true, force: true }));

async function makeShards(dir: string, ...options: string[]): Promise<void> {
  for (let i = 0; i < OF; i++) {
    await commandOutput(making(dataset, dir, '--shard', `${i}/${OF}`, ...options));
  }
}

/** Three shards of a run, of which the last is empty. */
async function made(t: ExecutionContext): Promise<Made> {
  const dir = await tempDir(t);
  await cp(first, dir, { recursive: true });
  const folder = join(dir, 'w');
  const whole = join(folder, NAME);
  return {
    ...{ dir, folder, whole, names: (await readdir(folder)).sort() },
    shard: (index, ending = '.jsonl.gz') => `${whole}-0000${index}-of-0000${OF}${ending}`,
  };
}

/** A merge that is refused: what it says, and that nothing is there that was not before. */
async function refused(t: ExecutionContext, dirs: readonly string[], said: RegExp): Promise<void> {
  const list = async () => Promise.all(dirs.map(dir => readdir(dir, { recursive: true })));
  const before = await list();
  const { code, stderr } = await command(['merge', ...dirs]);
  t.is(code, 1, stderr);
  t.regex(stderr, said);
  t.deepEqual(await list(), before);
}

test('shards are merged beside themselves, and are kept', async t => {
  const { dir, folder, names, whole } = await made(t);
  const other = await tempDir(t);
  await commandOutput(making(dataset, other));
  t.is(names.length, 3 * OF, 'a file, a manifest and a log each');
  const { code, stderr } = await command(['merge', dir, '--json']);
  t.is(code, 0, stderr);
  const [output] = JSON.parse(stderr.trimEnd().split('\n').at(-1)!).outputs;
  t.like(output, { file: `${whole}.jsonl.gz`, found: false, shards: OF, samples: 100 });
  const expected = await readdir(join(other, 'w'));
  t.deepEqual((await readdir(folder)).sort(), [...names, ...expected].sort());
  for (const name of expected) {
    const here = `${await readFile(join(folder, name))}`;
    // The command names its folder, and which shard it was no more.
    t.is(here.replaceAll(first, other), `${await readFile(join(other, 'w', name))}`, name);
  }
});

test('what is merged already is said at once, what another run has made is not touched', async t => {
  const { dir, folder, whole, shard } = await made(t);
  await commandOutput(['merge', dir]);
  const names = await readdir(folder);
  // Nothing of the shards is read any more.
  await rm(shard(1));
  t.regex((await command(['merge', folder])).stderr, /100 samples; merged already\n$/);
  t.deepEqual(
    (await readdir(folder)).sort(),
    names.filter(name => !shard(1).endsWith(name)).sort(),
  );

  const again = await made(t);
  await commandOutput([...making(dataset, again.dir), '--num-samples', '-1', '--random-seed', '7']);
  const before = await readFile(`${again.whole}.jsonl.gz`);
  const { code, stderr } = await command(['merge', again.dir]);
  t.is(code, 1);
  t.regex(stderr, /OUTPUT_DIFFERS: .*random-seed: 7, now 42.*--fresh/);
  t.deepEqual(await readFile(`${again.whole}.jsonl.gz`), before);
  await commandOutput(['merge', again.dir, '--fresh']);
  t.deepEqual(await readFile(`${again.whole}.jsonl.gz`), await readFile(`${whole}.jsonl.gz`));
});

test('a manifest makes its shard again', async t => {
  const { dir, folder, names, shard } = await made(t);
  const bytes = await readFile(shard(0));
  for (const file of [shard(0), shard(0, '.jsonl.gz.log')]) await rm(file);
  const { code, stderr } = await command(['run', shard(0, '.manifest.json')]);
  t.is(code, 0, stderr);
  t.regex(stderr, /-00000-of-00003\.jsonl\.gz: lines and bytes agree\n$/);
  t.deepEqual(await readFile(shard(0)), bytes);
  t.deepEqual((await readdir(folder)).sort(), names);
  await commandOutput(['merge', dir]);
  // The whole's manifest makes the whole.
  const whole = shard(0, '.manifest.json').replace('-00000-of-00003', '');
  const remade = await command(['run', whole]);
  t.regex(remade.stderr, /_1000\.jsonl\.gz: lines and bytes agree\n$/, remade.stderr);
});

test('shards are missing, begun, renamed or of another number: each is named', async t => {
  const { dir, folder, shard } = await made(t);
  const aside = await tempDir(t);
  const keep = join(aside, 'w');
  const restored = async (): Promise<void> => {
    await rm(folder, { recursive: true });
    await cp(keep, folder, { recursive: true });
  };
  await cp(folder, keep, { recursive: true });

  await rm(shard(0));
  await rename(shard(1), `${shard(1)}.part`);
  await refused(t, [dir], /of 3 shards 2 are missing: 0, 1 \(begun, not finished\); run their/);
  await restored();

  await rm(shard(2, '.manifest.json'));
  await refused(t, [dir], /of 3 shards one is missing: 2 \(begun, not finished\)/);
  await restored();

  for (const ending of ['.jsonl.gz', '.manifest.json', '.jsonl.gz.log']) {
    await copyFile(shard(1, ending), shard(2, ending));
  }
  await refused(
    t,
    [dir],
    /-00002-of-00003\.jsonl\.gz: its manifest is of shard 1 of 3, so .*renamed/,
  );
  await restored();

  const four = shard(2).replace('-00002-of-00003', '-00003-of-00004');
  await copyFile(shard(2), four);
  await refused(
    t,
    [dir],
    /shards of 3 \(.*-00000-of-00003.*\) and of 4 \(.*-00003-of-00004.*\); remove/,
  );
  await rm(four);

  await writeFile(shard(1, '.manifest.json'), '{}');
  await refused(t, [dir], /SHARDS_UNUSABLE: .*-00001-of-00003\.manifest\.json: is no manifest/);
});

test('shards of several folders are put together; one in two of them is named', async t => {
  const { dir, folder, names, shard, whole } = await made(t);
  const second = await tempDir(t);
  await mkdir(join(second, 'w'));
  for (const name of names.filter(each => each.includes('-00001-of-'))) {
    await rename(join(folder, name), join(second, 'w', name));
  }
  await refused(t, [dir], /of 3 shards one is missing: 1;/);
  await commandOutput(['merge', dir, second]);
  const bytes = await readFile(`${whole}.jsonl.gz`);
  t.deepEqual(
    await readdir(join(second, 'w')),
    names.filter(each => each.includes('-00001-of-')),
  );
  // The same folder twice is one.
  await commandOutput(['merge', dir, second, folder, dir, '--fresh']);
  t.deepEqual(await readFile(`${whole}.jsonl.gz`), bytes);

  for (const ending of ['', '.manifest.json']) await rm(`${whole}${ending || '.jsonl.gz'}`);
  await cp(second, dir, { recursive: true });
  await refused(t, [dir, second], /shard 1 is there twice: .*-00001-of-.* and .*-00001-of-/);
  t.true(shard(1).startsWith(dir));
});

test('a shard of another run is named with what differs', async t => {
  const { dir, shard } = await made(t);
  await commandOutput(making(dataset, dir, '--shard', '1/3', '--fresh', '--random-seed', '7'));
  await refused(
    t,
    [dir],
    /-00001-of-00003\.jsonl\.gz is of another run \(random-seed: 42, now 7\)/,
  );
  t.true(shard(1).startsWith(dir));
});

test('a shard that has changed since it was made is named', async t => {
  const { dir, shard } = await made(t);
  const bytes = await readFile(shard(1));
  const changed = Buffer.from(bytes);
  changed[changed.length >> 1]! ^= 1;
  for (const other of [changed, bytes.subarray(0, -9), Buffer.concat([bytes, bytes])]) {
    await writeFile(shard(1), other);
    await refused(
      t,
      [dir],
      /SHARDS_UNUSABLE: .*-00001-of-00003\.jsonl\.gz: .*; make that shard again/,
    );
  }
  await writeFile(shard(1), bytes);

  const log = shard(1, '.jsonl.gz.log');
  const lines = await readFile(log, 'utf8');
  for (const other of [
    lines.replace(/"lines_sha256":"./, '"lines_sha256":"z'),
    lines.slice(0, -9),
  ]) {
    await writeFile(log, other);
    await refused(t, [dir], /SHARDS_UNUSABLE: .*-00001-of-00003\.jsonl\.gz/);
  }
  await rm(log);
  await refused(t, [dir], /-00001-of-00003\.jsonl\.gz: its log is gone/);
  await writeFile(log, lines);

  // An empty one is looked at, too.
  await appendFile(shard(2), 'x');
  await refused(t, [dir], /SHARDS_UNUSABLE: .*-00002-of-00003\.jsonl\.gz/);
});

test('rejects that are not those that a shard has counted are told', async t => {
  const { shard } = await made(t);
  const dir = await tempDir(t);
  await makeShards(dir, '--max-seq-length', '600', '--allow-rejects');
  const of600 = (index: number): string =>
    join(dir, 'w', basename(shard(index, '.rejects.jsonl.gz')).replace('seq_1000', 'seq_600'));
  t.true((await readdir(join(dir, 'w'))).some(name => of600(1).endsWith(name)));
  await rm(of600(1));
  await refused(
    t,
    [dir],
    /-00001-of-00003\.rejects\.jsonl\.gz: 0 rejects stand there, its manifest counts \d+/,
  );
});

test('folders and files, and settings of parts, do not go together', async t => {
  const { dir } = await made(t);
  const said = async (...args: string[]): Promise<string> => {
    const { code, stderr } = await command(['merge', ...args]);
    t.is(code, 2, stderr);
    return stderr;
  };
  t.regex(await said(dir, dataset), /is a folder, .*world-hotpotqa\.json is none; name the ones/);
  for (const option of ['--out', '--questions', '--rejects']) {
    t.regex(await said(dir, option, dataset), new RegExp(`${option} is of prediction parts: what`));
  }
  t.regex(await said(dataset, '--fresh'), /--fresh is of shards/);
  const empty = await tempDir(t);
  await refused(t, [empty], /SHARDS_UNUSABLE: .*: no shards there; make them with --shard I\/N/);
});

test('wrong uses of --shard are told before anything is read', async t => {
  const said = async (...options: string[]): Promise<string> => {
    const { code, stderr } = await command([...making('no-such-file', 'no-dir'), ...options]);
    t.is(code, 2, stderr);
    return stderr;
  };
  t.regex(await said('--shard', '3'), /--shard 3: must be I\/N, like 3\/64, .*, or auto/);
  t.regex(await said('--shard', '3/3'), /the last of 3 is 2\/3, or auto/);
  t.regex(await said('--shards', '3'), /--shards means nothing without --shard/);
  t.regex(await said('--shard', '0/2', '--shards', '3'), /name two numbers of shards/);
  t.regex(await said('--shard', 'auto'), /neither SLURM_ARRAY_TASK_ID .* nor JOB_COMPLETION_INDEX/);
  const model = ['--llm-url', 'http://127.0.0.1:9/v1', '--model', 'm'];
  t.regex(
    await said('--shard', '0/2', '--num-samples', '9', ...model),
    /--num-samples 9 with a model and --shard: .*rollout .*merge, filter.* --filter-ids-path KEPT/,
  );
});

test('on standard output are the lines of the shard', async t => {
  const run = ['synth', dataset, '--max-seq-length', '900,1000', '--out', '-', '--quiet'];
  const parts = [];
  for (let i = 0; i < OF; i++) parts.push(await commandOutput([...run, '--shard', `${i}/${OF}`]));
  t.is(parts.join(''), await commandOutput(run));
  t.true(parts[0]!.length > 0 && parts[1]!.length > 0);
  t.is(parts[2], '');
});

test('a dry run tells of the shard', async t => {
  const plan = async (...options: string[]) =>
    JSON.parse(
      await commandOutput(['synth', dataset, '--max-seq-length', '1000', '--dry-run', ...options]),
    );
  const whole = await plan();
  t.is(whole.plan.shard, undefined);
  t.is(whole.datasets[0].questions_at_most, 100);
  const shard = await plan('--shard', '1/2');
  t.deepEqual(shard.plan.shard, { index: 1, of: 2 });
  t.is(shard.datasets[0].questions_at_most, 36);
});
