import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { openByteFile } from '../../lib/output/byte-file.js';
import { tempDir } from '../support/temp-dir.js';
import { FULL, filesIn, hasFull } from './files.js';

test('the bytes are those of the calls, in order; size and SHA-256 are told', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'file');
  const file = await openByteFile(path);
  const parts = Array.from({ length: 50 }, (_, n) => Buffer.alloc(n * 997, n));
  const writes = parts.map(part => file.write(part));
  t.is(file.at, Buffer.concat(parts).length, 'each counts from its call on');
  await Promise.all(writes);
  const whole = Buffer.concat(parts);
  t.deepEqual(await file.end(), {
    bytes: whole.length,
    sha256: createHash('sha256').update(whole).digest('hex'),
  });
  t.false(existsSync(path), 'not before it is committed');
  await file.commit();
  t.true((await readFile(path)).equals(whole));
  t.deepEqual(await filesIn(dir), ['file']);
});

test('a buffer may be used again once it is written', async t => {
  const path = join(await tempDir(t), 'file');
  const file = await openByteFile(path);
  const room = Buffer.alloc(1 << 16);
  for (let round = 0; round < 20; round++) await file.write(room.fill(round));
  await file.end();
  await file.commit();
  const written = await readFile(path);
  t.is(written.length, 20 << 16);
  t.true(written.every((byte, at) => byte === at >> 16));
});

test('a file may get another name at its end', async t => {
  const dir = await tempDir(t);
  const file = await openByteFile(join(dir, 'file'));
  await file.write(Buffer.from('a'));
  await file.end();
  await file.commit(join(dir, 'other'));
  t.deepEqual(await filesIn(dir), ['other']);
});

test('what is abandoned is gone, and takes nothing more', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'file');
  await writeFile(path, 'before');
  const file = await openByteFile(path);
  await file.write(Buffer.from('a'));
  await file.abandon();
  await t.throwsAsync(file.write(Buffer.from('b')), { code: 'OUTPUT_UNWRITABLE' });
  t.is(file.at, 1);
  await t.notThrowsAsync(file.write(new Uint8Array()), 'of nothing there is nothing to write');
  t.deepEqual(await filesIn(dir), ['file']);
  t.is(await readFile(path, 'utf8'), 'before');
});

(hasFull ? test : test.skip)('a full disk is an error of that write and of the end', async t => {
  const path = join(await tempDir(t), 'full');
  await symlink(FULL, path);
  const file = await openByteFile(path);
  for (const work of [() => file.write(Buffer.from('a')), () => file.end()]) {
    await t.throwsAsync(work, { code: 'OUTPUT_UNWRITABLE', message: /^\S*full: ENOSPC/ });
  }
  await file.abandon();
});
