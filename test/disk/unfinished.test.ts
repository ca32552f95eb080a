import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { lstat, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import test from 'ava';
import { leaseOf } from '../../lib/disk/lease.js';
import { thisProcess } from '../../lib/disk/process-identity.js';
import { openUnfinished } from '../../lib/disk/unfinished.js';
import { filesIn } from '../output/files.js';
import { tempDir } from '../support/temp-dir.js';

const onLinux = process.platform === 'linux' ? test : test.skip;

test('a file gets its name when it is committed', async t => {
  const path = join(await tempDir(t), 'deep', 'file');
  const file = await openUnfinished(path);
  file.stream.end('text');
  await finished(file.stream);
  t.false(existsSync(path));
  await file.settle();
  t.false(existsSync(path));
  await file.commit();
  t.is(await readFile(path, 'utf8'), 'text');
});

test('an abandoned file is gone, and one of the same name stays', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'file');
  await writeFile(path, 'before');
  const file = await openUnfinished(path);
  file.stream.write('text');
  await file.abandon();
  t.deepEqual(await filesIn(dir), ['file']);
  t.is(await readFile(path, 'utf8'), 'before');
});

test('what is no file is written to, and not replaced', async t => {
  const path = join(await tempDir(t), 'pipe');
  execFileSync('mkfifo', [path]);
  const content = readFile(path, 'utf8');
  const file = await openUnfinished(path);
  file.stream.end('text');
  await finished(file.stream);
  await file.commit();
  t.is(await content, 'text');
  const again = readFile(path, 'utf8');
  const other = await openUnfinished(path);
  await other.abandon();
  t.is(await again, '');
  t.true((await stat(path)).isFIFO());
});

test('waiting for readers of named pipes takes no thread from others', async t => {
  const dir = await tempDir(t);
  const paths = Array.from({ length: 6 }, (_, i) => join(dir, `pipe-${i}`));
  execFileSync('mkfifo', paths);
  const opening = paths.map(path => openUnfinished(path));
  for (let i = 0; i < 3; i++) await stat(dir);
  for (const [i, path] of paths.entries()) {
    const content = readFile(path, 'utf8');
    await (await opening[i]!).abandon();
    t.is(await content, '');
  }
});

test('a place that cannot be written to is an error with a code', async t => {
  const dir = await tempDir(t);
  await writeFile(join(dir, 'file'), '');
  await t.throwsAsync(openUnfinished(join(dir, 'file', 'below')), { code: 'OUTPUT_UNWRITABLE' });
});

for (const [what, before] of [
  ['there', 'before'],
  ['not there', undefined],
] as const) {
  test(`of a link to what is ${what} the target is written, beside it and at once`, async t => {
    const [dir, far] = [await tempDir(t), await tempDir(t)];
    const target = join(far, 'target');
    if (before !== undefined) await writeFile(target, before);
    await symlink(target, join(dir, 'second'));
    await symlink('second', join(dir, 'first'));
    const file = await openUnfinished(join(dir, 'first'));
    const beside = (await filesIn(far)).filter(name => name !== 'target');
    t.deepEqual(beside, ['target.part.lease', 'target.partial']);
    file.stream.end('text');
    await finished(file.stream);
    if (before !== undefined) t.is(await readFile(target, 'utf8'), before);
    await file.settle();
    await file.commit();
    t.is(await readFile(target, 'utf8'), 'text');
    t.deepEqual(await filesIn(far), ['target']);
    for (const name of ['first', 'second']) t.true((await lstat(join(dir, name))).isSymbolicLink());
  });
}

test('a folder, a link to one, and links in a circle are told before anything is written', async t => {
  const dir = await tempDir(t);
  await symlink('.', join(dir, 'folder'));
  await symlink('there', join(dir, 'here'));
  await symlink('here', join(dir, 'there'));
  for (const path of [dir, join(dir, 'folder'), join(dir, 'here')]) {
    await t.throwsAsync(openUnfinished(path), { code: 'OUTPUT_UNWRITABLE' });
  }
  t.deepEqual((await filesIn(dir)).length, 3);
});

onLinux('no folder can be made below /proc, and that is said at once', async t => {
  for (const path of ['/proc/nope/file', '/proc/nope/deeper/file', '/proc/self/nope/file']) {
    await t.throwsAsync(openUnfinished(path), { code: 'OUTPUT_UNWRITABLE' });
  }
});

test('a file that another run is writing is refused, until that one ends', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'file');
  const first = await openUnfinished(path);
  await t.throwsAsync(openUnfinished(path), { code: 'OUTPUT_IN_USE' });
  await (await openUnfinished(join(dir, 'other'))).abandon();
  await first.abandon();
  await (await openUnfinished(path)).abandon();
  t.deepEqual(await filesIn(dir), []);
});

onLinux('what a killed process has left goes with the next writing of the same file', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'file');
  // No process that runs began with the machine.
  const holder = { ...thisProcess(), start: 0, id: '0'.repeat(16), host: 'here', since: 'then' };
  await writeFile(leaseOf(path), JSON.stringify(holder));
  await writeFile(`${path}.partial`, 'half of what was to come');
  const file = await openUnfinished(path);
  file.stream.end('whole');
  await finished(file.stream);
  await file.settle();
  await file.commit();
  t.is(await readFile(path, 'utf8'), 'whole');
  t.deepEqual(await filesIn(dir), ['file']);
});

test('a run that was followed leaves the file to its follower', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'file');
  const first = await openUnfinished(path);
  // As if it had slept, and another one had come.
  await rm(leaseOf(path));
  const second = await openUnfinished(path);
  first.stream.write('of the first');
  await first.abandon();
  second.stream.end('of the second');
  await finished(second.stream);
  await second.settle();
  await second.commit();
  t.is(await readFile(path, 'utf8'), 'of the second');
  t.deepEqual(await filesIn(dir), ['file']);
});
