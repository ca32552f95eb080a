import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import test from 'ava';
import { openUnfinished } from '../../lib/disk/unfinished.js';
import { filesIn } from '../output/files.js';
import { tempDir } from '../support/temp-dir.js';

test('a file gets its name when it is committed', async t => {
  const path = join(await tempDir(t), 'deep', 'file');
  const file = await openUnfinished(path);
  file.stream.end('text');
  await finished(file.stream);
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

test('a place that cannot be written to is an error with a code', async t => {
  const dir = await tempDir(t);
  await writeFile(join(dir, 'file'), '');
  await t.throwsAsync(openUnfinished(join(dir, 'file', 'below')), { code: 'OUTPUT_UNWRITABLE' });
});
