import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import type { Manifest } from '../../lib/assemble/outputs/manifest.js';
import { command, commandOutput } from '../support/command.js';
import { noSlurm, type Slurm, startSlurm, until } from '../support/slurm.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const run = noSlurm === undefined ? test.serial : test.serial.skip;
const unless = noSlurm === undefined ? '' : ` (skipped: ${noSlurm})`;

const SHARDS = 8;
/** Eight rows of 64 questions a shard: the threads are handed four blocks at once. */
const QUESTIONS = SHARDS * 8 * 64;

/**
 * A stage that notes each sample, and does not let go of those in the second half of the first three
 * shards while there is a file of some name. So a shard can be met half-way, however fast the machine is.
 */
const stageIn = (dir: string): string => `
import { appendFileSync, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export async function stage(sample) {
  const isHeld = sample.index % ${QUESTIONS / SHARDS} >= ${QUESTIONS / SHARDS / 2};
  while (isHeld && sample.index < ${(3 * QUESTIONS) / SHARDS} && existsSync('${dir}/hold')) await sleep(100);
  appendFileSync('${dir}/made', sample.index + '\\n');
  return sample;
}
`;

interface Cluster {
  slurm: Slurm;
  dir: string;
  /** The command that is launched, without the place where it goes. */
  words: string[];
}

async function ground(t: ExecutionContext): Promise<Cluster> {
  const slurm = await startSlurm(t);
  const dir = await tempDir(t);
  const dataset = await worldFile(t, 'hotpotqa', QUESTIONS);
  // A record that is rejected: told, and no failure of a job.
  const records = (await readFile(dataset, 'utf8')).replace(/\]\s*$/, ', {"_id": "broken"}]');
  await writeFile(dataset, records);
  const stage = join(dir, 'stage.mjs');
  await writeFile(stage, stageIn(dir));
  const corpus = ['--corpus', join(dir, 'corpus'), '--save-name', 'samples'];
  const words = ['keychain', dataset, '--max-seq-length', '2k', ...corpus, '--stage', stage];
  return { slurm, dir, words };
}

/** Hands over what is missing; the ids of the jobs by what they do, and what is said of them. */
async function launch({ dir, words }: Cluster) {
  const line = ['launch', 'slurm', '--shards', `${SHARDS}`, '--submit', '--', ...words];
  const { code, stdout, stderr } = await command([...line, '--save-dir', join(dir, 'out')]);
  if (code !== 0) throw new Error(stderr);
  return {
    jobs: new Map([...stdout.matchAll(/^(\w+) (\d+)$/gm)].map(([, a, b]) => [a!, b!])),
    stderr,
  };
}

const outIn = (dir: string, folder: string): string => join(dir, folder, 'samples');

/** What is there of a shard, by the endings of its files. */
async function filesOf({ dir }: Cluster, shard: number): Promise<Map<string, string>> {
  const folder = outIn(dir, 'out');
  const part = `-0000${shard}-of-0000${SHARDS}`;
  const names = await readdir(folder).catch(() => []);
  return new Map(
    names
      .filter(name => name.includes(part))
      .map(name => [name.slice(name.indexOf(part) + part.length), join(folder, name)]),
  );
}

/** Blocks that the log of a shard under way tells of. */
async function blocksOf(cluster: Cluster, shard: number): Promise<number> {
  const log = [...(await filesOf(cluster, shard))].find(([name]) => name.endsWith('.part.log'));
  if (!log) return 0;
  return (await readFile(log[1], 'utf8')).split('\n').filter(line => line.includes('"row":'))
    .length;
}

const isDone = async (cluster: Cluster, shard: number): Promise<boolean> =>
  (await filesOf(cluster, shard)).has('.manifest.json');

/** The files of a run, but for those of its shards: the SHA-256 of each, and its manifests. */
async function filesIn(folder: string): Promise<Map<string, string | object>> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter(entry => entry.isFile() && !entry.name.includes('-of-'))
    .map(({ name }) => name);
  const files = new Map<string, string | object>();
  for (const name of names.sort()) {
    const bytes = await readFile(join(folder, name));
    const { command_line: _, ...manifest } = name.endsWith('.manifest.json')
      ? (JSON.parse(bytes.toString()) as Manifest)
      : {};
    files.set(
      name,
      'plan' in manifest ? manifest : createHash('sha256').update(bytes).digest('hex'),
    );
  }
  return files;
}

run(
  `of eight shards one is cancelled, one killed and one requeued; launched again they are the whole run${unless}`,
  async t => {
    t.timeout(600_000);
    const cluster = await ground(t);
    const { slurm, dir, words } = cluster;
    await commandOutput([...words, '--save-dir', join(dir, 'whole'), '--quiet'], 3);
    await rm(join(dir, 'made'));
    await writeFile(join(dir, 'hold'), '');

    const first = await launch(cluster);
    t.regex(first.stderr, /submitted 8 of 8 shards and the merge/);
    const array = first.jobs.get('shards')!;
    const half = (shard: number) =>
      until(`shard ${shard} is half-way`, async () => (await blocksOf(cluster, shard)) >= 4);
    await half(0);
    await half(1);
    await slurm.ask('scancel', `${array}_0`);
    await kill(slurm, `${array}_1`);
    await half(2);
    await slurm.ask('scontrol', 'requeue', `${array}_2`);
    for (const shard of [3, 4, 5, 6, 7]) {
      await until(`shard ${shard} is there`, () => isDone(cluster, shard));
    }
    await until('one is cancelled, one has failed', async () => {
      const states = await slurm.states(array);
      return states.get(`${array}_0`) === 'CANCELLED' && states.get(`${array}_1`) === 'FAILED';
    });

    // The third is in the queue still, whether it waits or is held again.
    const second = await launch(cluster);
    t.regex(second.stderr, /submitted 2 of 8 shards and the merge \(1 shards are in the queue/);
    await rm(join(dir, 'hold'));
    const out = outIn(dir, 'out');
    await merged(t, slurm, second.jobs.get('merge')!, out);

    const files = await filesIn(out);
    t.is(files.size, 3);
    t.deepEqual(files, await filesIn(outIn(dir, 'whole')));
    const made = (await readFile(join(dir, 'made'), 'utf8')).trimEnd().split('\n').map(Number);
    t.is(new Set(made).size, QUESTIONS);
    // Of each of the three, what was written at first was not made again.
    const again = made.filter((index, i) => made.indexOf(index) !== i);
    t.true(again.every(index => index % (QUESTIONS / SHARDS) >= QUESTIONS / SHARDS / 2));

    const third = await launch(cluster);
    t.regex(third.stderr, /^all is there: /);
    t.is(third.jobs.size, 0);
    t.is(await slurm.ask('squeue', '-h'), '');
  },
);

const UNDER_WAY = new Set(['PENDING', 'RUNNING', 'COMPLETING']);

/** Waits for the job that merges; where it fails, its log says why. */
async function merged(
  t: ExecutionContext,
  slurm: Slurm,
  job: string,
  folder: string,
): Promise<void> {
  let state = '';
  await until('the merge has ended', async () => {
    state = (await slurm.states(job)).get(job) ?? '';
    return state !== '' && !UNDER_WAY.has(state);
  });
  const log = await readFile(join(folder, 'launch/logs/merge.log'), 'utf8').catch(() => '');
  t.is(state, 'COMPLETED', log);
}

/** Kills the processes of a job, as a machine does that has no memory left. */
async function kill(slurm: Slurm, job: string): Promise<void> {
  const shown = await slurm.ask('scontrol', '--oneliner', 'show', 'job', job);
  const id = /JobId=(\d+)/.exec(shown)![1]!;
  const pids = (await slurm.ask('scontrol', 'listpids', id)).split('\n').slice(1);
  for (const line of pids) {
    const pid = Number(line.trim().split(/\s+/)[0]);
    if (pid > 0) process.kill(pid, 'SIGKILL');
  }
}

run(`the page on clusters is followed line by line${unless}`, async t => {
  t.timeout(600_000);
  const slurm = await startSlurm(t);
  const cwd = await tempDir(t);
  await copyFile(await worldFile(t, 'hotpotqa', 130), join(cwd, 'hotpot_train_v1.1.json'));
  await mkdir(join(cwd, 'bin'));
  await symlink(resolve('bin/pipe'), join(cwd, 'bin/pipe'));
  const page = await readFile('lib/launch/README.md', 'utf8');
  const [, section = ''] = /^## Slurm\n(.*?)(?:^## |$(?![\s\S]))/ms.exec(page) ?? [];
  const blocks = [...section.matchAll(/^```sh\n(.*?)^```/gms)].map(([, lines = '']) =>
    lines.replace(/^npm ci\n/, '').replaceAll('--shards 64', '--shards 3'),
  );
  t.is(blocks.length, 3);
  const follow = async (lines: string): Promise<string> => {
    const { stdout, stderr } = await promisify(execFile)('bash', ['-euc', lines], { cwd });
    return stdout + stderr;
  };
  const folder = join(cwd, 'out/hotpot_train_v1.1');
  t.regex(await follow(blocks[0]!), /wrote jobs for 3 of 3 shards and the merge/);
  const [, merge = ''] = /^merge (\d+)$/m.exec(await follow(blocks[1]!)) ?? [];
  await merged(t, slurm, merge, folder);
  t.true(existsSync(join(folder, 'launch/logs/shard-00002.log')));
  t.regex(await follow(blocks[2]!), /^all is there/m);
});
