import test from 'ava';
import { resolve } from '../../lib/settings/resolve.js';
import { type Environment, shardAsked } from '../../lib/settings/shard-asked.js';
import { shardNumber } from '../../lib/values/shard.js';

/** The environment of a task of a Slurm array. */
const slurm = (id: number, tasks: readonly number[]): Environment => ({
  SLURM_ARRAY_TASK_ID: `${id}`,
  SLURM_ARRAY_TASK_MIN: `${Math.min(...tasks)}`,
  SLURM_ARRAY_TASK_MAX: `${Math.max(...tasks)}`,
  SLURM_ARRAY_TASK_COUNT: `${tasks.length}`,
});
const pod = (index: number): Environment => ({ JOB_COMPLETION_INDEX: `${index}` });

const auto = (environment: Environment, shards?: number) =>
  shardAsked({ shard: 'auto', shards }, environment);

test('a shard that is named is the one, whatever the environment says', t => {
  const none = { shard: undefined, shards: undefined };
  t.is(shardAsked(none, slurm(3, [0, 1, 2, 3])), undefined);
  const shard = { index: 3, of: 64 };
  t.deepEqual(shardAsked({ shard, shards: undefined }, pod(5)), shard);
  t.deepEqual(shardAsked({ shard, shards: 64 }, pod(5)), shard);
  t.throws(() => shardAsked({ shard, shards: 65 }, {}), {
    code: 'USAGE',
    message: '--shard 3/64 and --shards 65 name two numbers of shards',
  });
});

test('the environment of an array or of an Indexed Job says which one it is', t => {
  t.deepEqual(auto(pod(5), 8), { index: 5, of: 8 });
  t.deepEqual(auto(slurm(2, [0, 1, 2]), 8), { index: 2, of: 8 });
  t.deepEqual(auto({ SLURM_ARRAY_TASK_ID: '2' }, 8), { index: 2, of: 8 });
  // What was missing of a larger array.
  t.deepEqual(auto(slurm(5, [3, 5]), 8), { index: 5, of: 8 });
});

test('without a number of shards an array from 0 on without a gap says it', t => {
  t.deepEqual(auto(slurm(2, [0, 1, 2])), { index: 2, of: 3 });
  t.deepEqual(auto(slurm(0, [0])), { index: 0, of: 1 });
  for (const tasks of [[1, 2, 3], [0, 2], [0, 1, 3], [3]]) {
    t.throws(() => auto(slurm(tasks.at(-1)!, tasks)), {
      code: 'USAGE',
      message: /the array has .* tasks from .*without a gap; say .* --shards N$/,
    });
  }
});

const REFUSED: [Environment, number | undefined, RegExp][] = [
  [{}, 8, /neither SLURM_ARRAY_TASK_ID .* nor JOB_COMPLETION_INDEX .* or give --shard I\/N$/],
  [{ SLURM_ARRAY_TASK_ID: '' }, 8, /neither/],
  [{ ...pod(1), ...slurm(1, [0, 1]) }, 8, /both .* are set; give --shard I\/N$/],
  [pod(1), undefined, /JOB_COMPLETION_INDEX does not say of how many; give --shards N$/],
  [pod(8), 8, /JOB_COMPLETION_INDEX is 8, but --shards 8 are counted from 0 to 7$/],
  [slurm(8, [8]), 8, /TASK_ID is 8, .* from 0 to 7; submit with --array=0-7$/],
  // The first of an array that is counted from 1: its last task would have no shard, and 0 no task.
  [slurm(1, [1, 2, 3]), 3, /is 1 and the array goes up to 3, but .* submit with --array=0-2$/],
  [{ JOB_COMPLETION_INDEX: '-1' }, 8, /JOB_COMPLETION_INDEX is "-1", no number/],
  [{ SLURM_ARRAY_TASK_ID: '2 ' }, 8, /SLURM_ARRAY_TASK_ID is "2 ", no number/],
  [{ SLURM_ARRAY_TASK_ID: '2' }, undefined, /SLURM_ARRAY_TASK_MIN is not set; give/],
];

test('an environment that names no shard, or none of these, is told with the way out', t => {
  for (const [environment, shards, message] of REFUSED) {
    t.throws(() => auto(environment, shards), { code: 'USAGE', message });
  }
});

test('a shard is written as it is read, and one that cannot be is refused', t => {
  t.deepEqual(shardNumber.read('3/64'), { index: 3, of: 64 });
  t.is(shardNumber.write({ index: 3, of: 64 }), '3/64');
  t.throws(() => shardNumber.read('3'), { message: /must be I\/N, like 3\/64, I counted from 0/ });
  t.throws(() => shardNumber.read('64/64'), { message: /the last of 64 is 63\/64/ });
  t.throws(() => shardNumber.read('0/0'), { message: /from 1 to 99999 shards/ });
  t.throws(() => shardNumber.read('0/100000'), { message: /from 1 to 99999 shards/ });
});

test('a number of shards alone is refused', t => {
  t.throws(() => resolve('synth', { dataset: ['x'], maxSeqLength: [1024], shards: 4 }), {
    code: 'USAGE',
    message: '--shards means nothing without --shard',
  });
});
