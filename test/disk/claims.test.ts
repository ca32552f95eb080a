import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import test from 'ava';
import { claimedFolder, removeLeftBehind } from '../../lib/disk/claims.js';
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
  const name = `${prefix}00000000-1-7-abcdef`;
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
