import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import test from 'ava';
import { openPrivately } from '../../lib/disk/temporary-space.js';

/** Temporary files of this test file alone. */
const parent = mkdtempSync(join(tmpdir(), 'keychain-test-'));
process.env.TMPDIR = parent;
test.after.always(() => rmSync(parent, { recursive: true }));

test.serial('what a killed process has left among temporary files goes with the next one', t => {
  const mine = openPrivately(path => basename(path));
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const left = mine.opened.replace(`-${process.pid}-`, `-${dead}-`);
  t.not(left, mine.opened);
  const code = `
    import { openPrivately } from ${JSON.stringify(new URL('../../lib/disk/temporary-space.js', import.meta.url))};
    openPrivately(path => path).folder.remove();`;
  const others = ['keychain-report', 'keychain-abcdef', 'other'];
  for (const name of [left, ...others]) mkdirSync(join(parent, name));
  writeFileSync(join(parent, left, 'store'), 'half');
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code]);
  t.is(status, 0, `${stderr}`);
  t.deepEqual(readdirSync(parent).sort(), [mine.opened, ...others].sort());
  mine.folder.remove();
  t.deepEqual(readdirSync(parent).sort(), others.sort());
});
