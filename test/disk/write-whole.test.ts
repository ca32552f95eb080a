import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import test from 'ava';
import { writeWhole } from '../../lib/disk/write-whole.js';
import { filesIn } from '../output/files.js';
import { tempDir } from '../support/temp-dir.js';

test('a stream becomes a file, in folders that were not there', async t => {
  const path = join(await tempDir(t), 'deep', 'file');
  await writeWhole(path, Readable.from([Buffer.from('some '), Buffer.from('bytes')]));
  t.is(await readFile(path, 'utf8'), 'some bytes');
});

test('a stream that fails leaves the file of before, and nothing else', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'file');
  await writeFile(path, 'before');
  const failing = Readable.from(
    (function* () {
      yield Buffer.from('half');
      throw new Error('no more');
    })(),
  );
  await t.throwsAsync(writeWhole(path, failing), { message: 'no more' });
  t.deepEqual(await filesIn(dir), ['file']);
  t.is(await readFile(path, 'utf8'), 'before');
});
