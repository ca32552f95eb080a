import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import {
  markEmptied,
  markTemporary,
  removeTemporary,
  temporaryFolder,
  unmarkTemporary,
} from '../../lib/disk/temporary.js';
import { tempDir } from '../support/temp-dir.js';

test.serial('what is marked is removed, files, folders and what is not there', async t => {
  const dir = await tempDir(t);
  writeFileSync(join(dir, 'file'), '');
  mkdirSync(join(dir, 'folder', 'deep'), { recursive: true });
  writeFileSync(join(dir, 'kept'), '');
  writeFileSync(join(dir, 'finished'), '');
  for (const name of ['file', 'folder', 'nothing', 'finished']) markTemporary(join(dir, name));
  unmarkTemporary(join(dir, 'finished'));
  removeTemporary();
  t.deepEqual(readdirSync(dir).sort(), ['finished', 'kept']);
});

test.serial(
  'a folder that was made for what is temporary goes if nothing else is in it',
  async t => {
    const dir = await tempDir(t);
    for (const name of ['used', 'empty']) {
      mkdirSync(join(dir, name, 'temporary'), { recursive: true });
      markTemporary(join(dir, name, 'temporary'));
      markEmptied(join(dir, name));
    }
    writeFileSync(join(dir, 'used', 'file'), '');
    removeTemporary();
    t.deepEqual(readdirSync(dir), ['used']);
    t.deepEqual(readdirSync(join(dir, 'used')), ['file']);
  },
);

test.serial('what cannot be removed does not keep the rest', async t => {
  const dir = await tempDir(t);
  writeFileSync(join(dir, 'file'), '');
  writeFileSync(join(dir, 'last'), '');
  // A path through a file can be neither there nor removed.
  markTemporary(join(dir, 'file', 'below'));
  markTemporary(join(dir, 'last'));
  removeTemporary();
  unmarkTemporary(join(dir, 'file', 'below'));
  t.deepEqual(readdirSync(dir), ['file']);
});

test.serial('a folder is private, marked from the start, and can be removed twice', async t => {
  const dir = await tempDir(t);
  const [first, second] = [temporaryFolder(dir, 'keychain-'), temporaryFolder(dir, '.mine-')];
  t.is(statSync(first.path).mode & 0o777, 0o700);
  t.true(second.path.startsWith(join(dir, '.mine-')));
  writeFileSync(join(first.path, 'file'), '');
  first.remove();
  first.remove();
  t.false(existsSync(first.path));
  removeTemporary();
  t.deepEqual(readdirSync(dir), []);
});
