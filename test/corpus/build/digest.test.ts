import { readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { digestFile, digestMemory } from '../../../lib/corpus/build/digest.js';
import { tempDir } from '../../support/temp-dir.js';

const HELLO = {
  bytes: 5,
  sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
};

test('a digest is the size and SHA-256 of the bytes', async t => {
  const file = join(await tempDir(t), 'file');
  await writeFile(file, 'hello');
  t.deepEqual(await digestFile(file), HELLO);
});

test('what was never remembered is not recalled', async t => {
  const dir = await tempDir(t);
  const file = join(dir, 'file');
  await writeFile(file, 'hello');
  t.is(await digestMemory(dir).recall(file), undefined);
  t.is(await digestMemory(dir).recall(join(dir, 'missing')), undefined);
});

test('a digest is recalled, also by another process, until the file changes', async t => {
  const dir = await tempDir(t);
  const file = join(dir, 'file');
  const changes: [string, () => Promise<unknown>][] = [
    ['its size', () => writeFile(file, 'hello!')],
    ['its time', () => utimes(file, 1, 1)],
    [
      'its inode',
      async () => {
        await writeFile(`${file}.new`, 'hello');
        await utimes(`${file}.new`, 5, 5);
        await rename(`${file}.new`, file);
      },
    ],
    ['being there', () => rm(file)],
  ];
  for (const [name, change] of changes) {
    await writeFile(file, 'hello');
    await utimes(file, 5, 5);
    const memory = digestMemory(join(dir, 'cache'));
    await memory.remember(file, await memory.stateOf(file), HELLO);
    t.deepEqual(await digestMemory(join(dir, 'cache')).recall(file), HELLO);
    await change();
    t.is(await digestMemory(join(dir, 'cache')).recall(file), undefined, name);
  }
});

test('a file that changes while it is read is not remembered', async t => {
  const dir = await tempDir(t);
  const file = join(dir, 'file');
  await writeFile(file, 'hello');
  const memory = digestMemory(dir);
  const state = await memory.stateOf(file);
  await writeFile(file, 'hello!');
  await memory.remember(file, state, HELLO);
  t.is(await memory.recall(file), undefined);
  await rm(file);
  await t.notThrowsAsync(memory.remember(file, state, HELLO), 'nor is it an error if it is gone');
});

test('what is no regular file has no state and is not recalled', async t => {
  const dir = await tempDir(t);
  await t.throwsAsync(digestMemory(dir).stateOf(dir));
  await t.throwsAsync(digestMemory(dir).stateOf('/dev/null'));
  t.is(await digestMemory(dir).recall('/dev/null'), undefined);
});

test('the same file can be remembered many times at once', async t => {
  const dir = await tempDir(t);
  const file = join(dir, 'file');
  await writeFile(file, 'hello');
  const memory = digestMemory(dir);
  const state = await memory.stateOf(file);
  await Promise.all(Array.from({ length: 20 }, () => memory.remember(file, state, HELLO)));
  t.deepEqual(await memory.recall(file), HELLO);
  t.is((await readdir(join(dir, 'digests'))).length, 1, 'nothing unfinished is left');
});

test('a broken memory is no memory', async t => {
  const dir = await tempDir(t);
  const file = join(dir, 'file');
  await writeFile(file, 'hello');
  const memory = digestMemory(dir);
  await memory.remember(file, await memory.stateOf(file), HELLO);
  const [name] = await readdir(join(dir, 'digests'));
  await writeFile(join(dir, 'digests', name!), '{"state": ');
  t.is(await memory.recall(file), undefined);
});

test('where nothing can be remembered, nothing is', async t => {
  const dir = await tempDir(t);
  const file = join(dir, 'file');
  await writeFile(file, 'hello');
  const memory = digestMemory(file);
  await memory.remember(file, await memory.stateOf(file), HELLO);
  t.is(await memory.recall(file), undefined);
});
