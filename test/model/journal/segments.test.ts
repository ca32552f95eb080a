import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import test from 'ava';
import {
  damageNoted,
  makeFolder,
  noteDamage,
  ownSegment,
  segmentsIn,
} from '../../../lib/model/journal/segments.js';
import { scratch } from '../../support/model/fixtures.js';

test('a folder is made with all above it, and one that is there stays as it is', async t => {
  const dir = join(await scratch(t), 'a', 'b', 'c');
  makeFolder(dir);
  for (const each of [dir, dirname(dir), dirname(dirname(dir))]) {
    t.is((await stat(each)).mode & 0o777, 0o700);
  }
  await writeFile(join(dir, 'file'), '');
  t.notThrows(() => makeFolder(dir));
  t.throws(() => makeFolder(join(dir, 'file')), { code: 'EEXIST' });
});

test('the files of a journal are those of their ending, sorted; none where there is no folder', async t => {
  const dir = await scratch(t);
  t.deepEqual(segmentsIn(join(dir, 'none')), []);
  t.deepEqual(segmentsIn(dir), []);
  for (const name of ['b.answers', 'a.answers', 'a.answers.damaged', 'answers', 'data.mdb']) {
    await writeFile(join(dir, name), '');
  }
  t.deepEqual(segmentsIn(dir), [join(dir, 'a.answers'), join(dir, 'b.answers')]);
});

test('what an earlier version has left there is told, as long as there is nothing of this one', async t => {
  const dir = await scratch(t);
  await mkdir(join(dir, 'data.mdb'));
  t.throws(() => segmentsIn(dir), {
    message: 'data.mdb is not a journal of this version; name another folder, or remove it',
  });
});

test('the file of this machine is always the same one, in any folder', t => {
  const name = basename(ownSegment('a'));
  t.regex(name, /^[0-9a-f]{16}\.answers$/);
  t.is(ownSegment('a'), join('a', name));
  t.is(ownSegment('b'), join('b', name));
});

test('damage is noted beside a file, for this user alone', async t => {
  const dir = await scratch(t);
  const segment = join(dir, 'a.answers');
  t.is(damageNoted(segment), 0);
  noteDamage(segment, 70);
  t.is(damageNoted(segment), 70);
  noteDamage(segment, 9);
  t.is(damageNoted(segment), 9);
  const note = `${segment}.damaged`;
  t.is(await readFile(note, 'utf8'), '9\n');
  t.is((await stat(note)).mode & 0o777, 0o600);
});

test('damage that cannot be noted is no error', async t => {
  const segment = join(await scratch(t), 'none', 'a.answers');
  t.notThrows(() => noteDamage(segment, 70));
  t.is(damageNoted(segment), 0);
});
