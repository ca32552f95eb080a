import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as later } from 'node:timers/promises';
import test from 'ava';
import { stateOf, thisProcess } from '../../lib/disk/process-identity.js';

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a process is told by its number and its beginning', async t => {
  const me = thisProcess();
  t.is(stateOf(me), 'alive');
  t.is(stateOf({ ...me, start: me.start! - 1 }), 'dead');
  t.is(stateOf({ ...me, start: null }), 'unknown');
  t.is(stateOf({ ...me, place: 'elsewhere' }), 'unknown');
});

onLinux('a process that has ended is dead, fetched by its parent or not', async t => {
  // The shell becomes what does not wait for its child.
  const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 601']);
  t.teardown(() => parent.kill('SIGKILL'));
  const pid = Number((await once(parent.stdout, 'data'))[0]);
  while (readFileSync(`/proc/${parent.pid}/comm`, 'utf8') !== 'sleep\n') await later(5);
  process.kill(pid, 'SIGKILL');
  const fields = (): string[] =>
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  while (fields()[0] !== 'Z') await later(5);
  const identity = { ...thisProcess(), pid, start: Number(fields()[19]) };
  t.is(stateOf(identity), 'dead');
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  t.is(stateOf({ ...thisProcess(), pid: parent.pid! }), 'dead');
});
