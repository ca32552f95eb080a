import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import test from 'ava';
import { renderStatus } from '../../bin/cli/status/render.js';
import { outputStatus } from '../../lib/status/output.js';
import type { Traces } from '../../lib/status/state.js';
import type { Status } from '../../lib/status/status.js';
import { command } from '../support/command.js';
import { leaveBehind } from '../support/left-behind.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const log = (done: number) => ({
  planSha256: 'a',
  maxSeqLength: 4096,
  positions: { from: 0, to: 640 },
  done,
});
const manifest = { planSha256: 'a', maxSeqLength: 4096, isWhole: true };
const done: Traces = { manifest, keptLog: log(640) };
const writer = { host: 'node-7', pid: 12 };
const underWay = (at: number): Traces => ({
  log: log(at),
  lease: { isAlive: true, writer },
  perSecond: 8,
  lastBlockAge: 2.5,
});
const message = '/data/out/a.jsonl.gz: no space left on device; make room there';
const failed: Traces = {
  log: { ...log(128), stopped: { code: 'OUTPUT_UNWRITABLE', message } },
};
const stopped: Traces = { log: log(64), lease: { isAlive: false, writer }, lastBlockAge: 7261 };

const status = (shards: Traces[], of: number | null = shards.length, merged?: Traces): Status => ({
  is_done: false,
  is_stuck: false,
  outputs: [
    outputStatus({
      base: 'out/a',
      of,
      shards: new Map(shards.entries()),
      merged,
      isMergeDue: false,
    }),
  ],
  jobs: [],
});

const four = [done, underWay(320), failed, stopped];

test('states are summed up, and those that need somebody follow', t => {
  t.is(
    renderStatus(status(four, 8)),
    `out/a: 8 shards
  1 done, 1 under way, 1 failed, 1 stopped, 4 missing
  1152 of about 5120 positions (22 %), 8.0/s, 8:16 left
  shard  state      done
  2      failed     128 of 640 positions (20 %)  OUTPUT_UNWRITABLE: ${message}
  3      stopped    64 of 640 positions (10 %)   last block 2:01:01 ago, on node-7
  1      under way  320 of 640 positions (50 %)  8.0/s, 0:40 left, last block 0:03 ago, on node-7
  missing: 4-7
`,
  );
});

test('no line is longer than a terminal is wide, and nothing is left out', t => {
  const wide = renderStatus(status(four, 8)).split(/\s+/).sort();
  for (const columns of [60, 80, 100]) {
    const text = renderStatus(status(four, 8), columns);
    for (const line of text.split('\n')) t.true(line.length <= columns, `${columns}: ${line}`);
    t.deepEqual(text.split(/\s+/).sort(), wide, `${columns}`);
  }
});

test('sixty-four shards fit onto a screen, the slowest first', t => {
  const shards = Array.from({ length: 64 }, (_, i) => (i < 20 ? done : underWay(640 - i)));
  const lines = renderStatus(status(shards), 80).trimEnd().split('\n');
  t.true(lines.length < 40, `${lines.length}`);
  t.regex(lines[4]!, /^ {2}63 /);
  t.true(lines.some(line => /under way {2}34 more/.test(line)));
});

test('what is done takes a line', t => {
  t.is(renderStatus(status([done], null)), 'out/a: done\n');
  t.is(renderStatus(status([done, done], 2, { manifest })), 'out/a: 2 shards, merged\n');
  t.is(
    renderStatus(status([done, done], 2)),
    'out/a: 2 shards\n  2 done\n  1280 of 1280 positions (100 %)\n  not merged\n',
  );
});

test('a merge that has failed says why', t => {
  const merged = { jobEnd: { message: 'SHARDS_UNUSABLE: no', byEngine: false } };
  t.regex(
    renderStatus(status([done, done], 2, merged)),
    /\n {2}merge: failed, SHARDS_UNUSABLE: no\n$/,
  );
});

test('a file that is not sharded has its state beside its name', t => {
  t.is(
    renderStatus(status([failed], null)),
    `out/a: failed\n  128 of 640 positions (20 %)\n  OUTPUT_UNWRITABLE: ${message}\n`,
  );
});

test('a job that was launched and came to nothing is told', t => {
  const jobs = [{ job: 'index', log: 'out/launch/logs/index.log', error: 'INPUT_MISSING: x' }];
  t.is(
    renderStatus({ is_done: false, is_stuck: true, outputs: [], jobs }),
    'job index has failed, see out/launch/logs/index.log\n  INPUT_MISSING: x\n',
  );
});

test('status ends with 0 where all is done, 1 where something waits, 4 where it goes on', async t => {
  const dir = await tempDir(t);
  await leaveBehind(join(dir, 'a'), { isDone: true });
  t.is((await command(['status', dir])).code, 0);
  await leaveBehind(join(dir, 'b-00001-of-00002'), { blocks: 2, isDone: true });
  const goesOn = await command(['status', dir]);
  t.is(goesOn.code, 4);
  t.is(goesOn.stderr, '1 of 2 outputs done\n');
  await leaveBehind(join(dir, 'c'), { blocks: 2, lease: 'dead' });
  t.is((await command(['status', dir])).code, 1);
  t.is((await command(['status', join(dir, 'no-such')])).code, 1);
});

test('of a launch without an output nothing is counted, and it is said what it waits for', async t => {
  const dir = await tempDir(t);
  const logs = join(dir, 'launch', 'logs');
  await mkdir(logs, { recursive: true });
  await writeFile(join(dir, 'launch', 'submit.sh'), '');
  const waits = await command(['status', dir]);
  t.is(waits.code, 4);
  t.is(
    waits.stderr,
    'no output is begun yet: its jobs wait or read, or are not submitted (submit.sh of the launch)\n',
  );
  await writeFile(join(logs, 'index.log'), 'error: INPUT_MISSING: x\n');
  const failed = await command(['status', dir]);
  t.is(failed.code, 1);
  t.is(failed.stderr, 'no output is begun yet\n');
});

test('a run is told while it goes on, and when it was killed', async t => {
  const dir = await tempDir(t);
  const stage = join(dir, 'stage.mjs');
  // It never comes to an end.
  await writeFile(stage, 'export const stage = sample => { while (sample); return sample; };\n');
  const dataset = await worldFile(t, 'hotpotqa', 150);
  const out = join(dir, 'out');
  const options = ['--max-seq-length', '2k', '--workers', '1', '--stage', stage];
  const run = spawn(resolve('bin/pipe'), ['keychain', dataset, ...options, '--save-dir', out]);
  const ended = once(run, 'exit');
  t.teardown(() => run.kill('SIGKILL'));
  const told = async () => {
    const { stdout } = await command(['status', out, '--json']);
    return stdout === '' ? undefined : JSON.parse(stdout).outputs[0]?.shards[0];
  };
  let found = await told();
  while (run.exitCode === null && found?.total !== 150) found = await told();
  t.like(found, { state: 'under way', total: 150 });
  run.kill('SIGKILL');
  await ended;
  t.like(await told(), { state: 'stopped', total: 150, per_second: null });
});

test('under --json it is one object on standard output', async t => {
  const dir = await tempDir(t);
  await leaveBehind(join(dir, 'a'), { blocks: 2, lease: 'dead' });
  const { stdout } = await command(['status', dir, '--json']);
  const { is_done, outputs } = JSON.parse(stdout);
  t.deepEqual([is_done, outputs[0].states.stopped, outputs[0].total], [false, 1, 640]);
});

test('status takes one folder', async t => {
  for (const words of [[], ['a', 'b']]) {
    const { code, stderr } = await command(['status', ...words]);
    t.is(code, 2);
    t.regex(stderr, /folder/);
  }
});

test('a file is no folder', async t => {
  const path = join(await tempDir(t), 'a');
  await writeFile(path, '');
  t.regex((await command(['status', path])).stderr, /INPUT_MISSING: .*ENOTDIR/);
});
