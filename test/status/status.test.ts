import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { statusBelow } from '../../lib/status/status.js';
import { WATCH_RULES } from '../../lib/status/watch-leases.js';
import { leaveBehind } from '../support/left-behind.js';
import { tempDir } from '../support/temp-dir.js';

const RULES = { ...WATCH_RULES, lookMs: 10, looks: 1, mostLooks: 2 };

const below = (dir: string) =>
  statusBelow(
    dir,
    message => {
      throw new Error(message);
    },
    RULES,
  );

const shard = (dir: string, i: number): string => join(dir, 'hotpot', `a-0000${i}-of-00004`);

/** A run of four shards: done, under way, failed, and one that has not begun. */
async function fourShards(t: ExecutionContext): Promise<string> {
  const dir = await tempDir(t);
  const at = (i: number) => ({ from: i * 640, to: (i + 1) * 640 });
  await leaveBehind(shard(dir, 0), { positions: at(0), blocks: 10, isDone: true });
  await leaveBehind(shard(dir, 1), { positions: at(1), blocks: 5, lease: 'ours' });
  const stopped = { code: 'OUTPUT_UNWRITABLE', message: 'no space' };
  await leaveBehind(shard(dir, 2), { positions: at(2), blocks: 1, stopped });
  return dir;
}

async function jobLog(dir: string, job: string, text: string): Promise<void> {
  await mkdir(join(dir, 'launch', 'logs'), { recursive: true });
  await writeFile(join(dir, 'launch', 'logs', `${job}.log`), text);
}

test('shards are told from what they leave on disk', async t => {
  const dir = await fourShards(t);
  const { outputs, is_done, is_stuck } = await below(dir);
  t.deepEqual([is_done, is_stuck], [false, true]);
  const [{ base, max_seq_length, of, done, total, shards } = t.fail()] = outputs;
  t.deepEqual(
    { base, max_seq_length, of, done, total },
    { base: join(dir, 'hotpot', 'a'), max_seq_length: 4096, of: 4, done: 1024, total: 2560 },
  );
  t.deepEqual(
    shards.map(({ state, done }) => [state, done]),
    [
      ['done', 640],
      ['under way', 320],
      ['failed', 64],
      ['missing', 0],
    ],
  );
});

test('the log of its job says why a shard has not even begun', async t => {
  const dir = await fourShards(t);
  await jobLog(dir, 'shard-00003', 'error: CORPUS_UNUSABLE: no corpus\n');
  await jobLog(dir, 'shard-00001', 'error: MODEL_UNREACHABLE: was run again\n');
  const { outputs, jobs } = await below(dir);
  const { states, shards } = outputs[0]!;
  t.deepEqual(states, { done: 1, 'under way': 1, failed: 2, stopped: 0, missing: 0 });
  t.is(shards[3]!.error, 'CORPUS_UNUSABLE: no corpus');
  t.is(shards[1]!.error, null);
  t.deepEqual(jobs, []);
});

test('a launch that has come to nothing is told by its jobs', async t => {
  const dir = await tempDir(t);
  await jobLog(dir, 'index', 'error: INPUT_MISSING: hotpot.json: no such file\n');
  const log = join(dir, 'launch', 'logs', 'index.log');
  t.deepEqual(await below(dir), {
    is_done: false,
    is_stuck: true,
    outputs: [],
    jobs: [{ job: 'index', log, error: 'INPUT_MISSING: hotpot.json: no such file' }],
  });
  await jobLog(dir, 'index', 'indexing hotpot.json\n');
  t.deepEqual(await below(dir), { is_done: false, is_stuck: false, outputs: [], jobs: [] });
});

test('a launch is a folder of that name beside what it has launched, and no other', async t => {
  const dir = join(await tempDir(t), 'launch', 'out');
  for (const i of [0, 1, 2, 3]) await leaveBehind(shard(dir, i), { blocks: 10, isDone: true });
  await writeFile(join(dir, 'merge.log'), 'error: of another program\n');
  await writeFile(join(dir, 'submit.sh'), '');
  const alone = await below(dir);
  t.deepEqual([alone.is_done, alone.jobs], [true, []]);
  await mkdir(join(dir, 'hotpot', 'launch'));
  await writeFile(join(dir, 'hotpot', 'launch', 'submit.sh'), '');
  t.false((await below(dir)).is_done, 'its merge is due');
});

test('what was launched is done when it is merged, else when it is there', async t => {
  const dir = await tempDir(t);
  for (const i of [0, 1, 2, 3]) await leaveBehind(shard(dir, i), { blocks: 10, isDone: true });
  t.deepEqual((await below(dir)).is_done, true);
  await jobLog(dir, 'merge', '');
  t.deepEqual((await below(dir)).is_done, false);
  await jobLog(dir, 'merge', 'error: OUTPUT_UNWRITABLE: no space\n');
  const failed = await below(dir);
  t.deepEqual(failed.outputs[0]!.merge, { state: 'failed', error: 'OUTPUT_UNWRITABLE: no space' });
  t.true(failed.is_stuck);
  await leaveBehind(join(dir, 'hotpot', 'a'), { isDone: true });
  const merged = await below(dir);
  t.deepEqual([merged.is_done, merged.is_stuck], [true, false]);
});

test('each length is an output, sharded or not, and other files are none', async t => {
  const dir = await tempDir(t);
  await leaveBehind(join(dir, 'a', 'max_seq_4096'), { blocks: 2, lease: 'dead' });
  await leaveBehind(join(dir, 'a', 'max_seq_8192'), { maxSeqLength: 8192, isDone: true });
  await writeFile(join(dir, 'slurm-12.log'), 'x');
  await writeFile(join(dir, 'x.manifest.json'), '{"plan":');
  await writeFile(join(dir, 'y.jsonl.part.log'), 'not a log');
  const { outputs } = await below(dir);
  t.deepEqual(
    outputs.map(({ max_seq_length, states, of }) => [max_seq_length, states.stopped, of]),
    [
      [4096, 1, null],
      [8192, 0, null],
    ],
  );
});

test('folders and links by such names are no traces', async t => {
  const dir = await fourShards(t);
  await mkdir(`${shard(dir, 3)}.jsonl.part.log`);
  await mkdir(join(dir, 'hotpot', 'b.manifest.json'));
  await symlink('a', join(dir, 'hotpot', 'c.run.lease'));
  await symlink('a', join(dir, 'hotpot', 'd.jsonl.part.lease'));
  const { outputs } = await below(dir);
  t.deepEqual(
    outputs.map(({ states }) => states.missing),
    [1],
  );
});

test('a folder in which nothing was run is told, and so is one that is none', async t => {
  const dir = await tempDir(t);
  for (const path of [dir, join(dir, 'no-such')]) {
    await t.throwsAsync(below(path), { code: 'INPUT_MISSING', message: /save-dir/ });
  }
});
