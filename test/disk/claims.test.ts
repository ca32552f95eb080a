import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { finished } from 'node:stream/promises';
import test from 'ava';
import { claim, claimedFolder, removeLeftBehind } from '../../lib/disk/claims.js';
import { openUnfinished } from '../../lib/disk/unfinished.js';
import { tempDir } from '../support/temp-dir.js';

const PREFIX = '.building-';

/** A folder as a process has left it that was killed. */
function leftBehind(parent: string): string {
  const folder = claimedFolder(parent, PREFIX);
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const name = basename(folder.path).replace(`-${process.pid}-`, `-${dead}-`);
  renameSync(folder.path, join(parent, name));
  folder.remove();
  writeFileSync(join(parent, name, 'half'), 'half');
  return name;
}

/** The same, of a process that is counted elsewhere. */
function leftElsewhere(parent: string, prefix = PREFIX): string {
  const name = `${prefix}00000000-1-abcdef`;
  mkdirSync(join(parent, name));
  writeFileSync(join(parent, name, 'half'), 'half');
  return name;
}

test('what a killed process has left goes, what is in use stays', async t => {
  const parent = await tempDir(t);
  leftBehind(parent);
  const mine = claimedFolder(parent, PREFIX);
  await removeLeftBehind(parent, PREFIX);
  t.deepEqual(readdirSync(parent), [basename(mine.path)]);
  mine.remove();
  t.deepEqual(readdirSync(parent), []);
});

test('a process that is counted elsewhere has an hour, since its last write', async t => {
  const parent = await tempDir(t);
  const name = leftElsewhere(parent);
  const long = Date.now() / 1000 - 3700;
  utimesSync(join(parent, name), long, long);
  await removeLeftBehind(parent, PREFIX);
  t.true(existsSync(join(parent, name)), 'it still writes');
  utimesSync(join(parent, name, 'half'), long, long);
  utimesSync(join(parent, name), long, long);
  await removeLeftBehind(parent, PREFIX);
  t.false(existsSync(join(parent, name)));
});

test('a file of a killed process goes with the next writing of the same file', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'out.jsonl');
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const [mine, elsewhere] = [`${path}.partial-${claim()}`, `${path}.partial-00000000-1`];
  const killed = mine.replace(`-${process.pid}`, `-${dead}`);
  const other = `${path}.rejects.partial-${claim()}`.replace(`-${process.pid}`, `-${dead}`);
  for (const each of [killed, elsewhere, other]) writeFileSync(each, 'half');
  // A container may wait for a model.
  const hours = (count: number): number => Date.now() / 1000 - count * 3600;
  utimesSync(elsewhere, hours(20), hours(20));
  const first = await openUnfinished(path);
  t.deepEqual(readdirSync(dir).sort(), [mine, elsewhere, other].map(each => basename(each)).sort());
  await first.abandon();
  utimesSync(elsewhere, hours(25), hours(25));
  const second = await openUnfinished(path);
  second.stream.end('whole');
  await finished(second.stream);
  await second.settle();
  await second.commit();
  t.deepEqual(readdirSync(dir).sort(), ['out.jsonl', basename(other)].sort());
});

test('what is of this very process stays, however old', async t => {
  const dir = await tempDir(t);
  const path = join(dir, `out.partial-${claim()}`);
  writeFileSync(path, '');
  utimesSync(path, 1, 1);
  await removeLeftBehind(dir, 'out.partial-');
  t.true(existsSync(path));
});

test('nothing else goes, however old', async t => {
  const parent = await tempDir(t);
  const names = [
    '.building-abcdef.old-0',
    '.building-',
    'corpus',
    leftElsewhere(parent, '.other-'),
  ];
  for (const name of names) {
    mkdirSync(join(parent, name), { recursive: true });
    for (const each of readdirSync(join(parent, name))) utimesSync(join(parent, name, each), 1, 1);
    utimesSync(join(parent, name), 1, 1);
  }
  await removeLeftBehind(parent, PREFIX);
  t.deepEqual(readdirSync(parent).sort(), [...names].sort());
  await removeLeftBehind(join(parent, 'none'), PREFIX);
});
