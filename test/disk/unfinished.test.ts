import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
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

test('a place that cannot be written to is an error with a code', async t => {
  const dir = await tempDir(t);
  await writeFile(join(dir, 'file'), '');
  await t.throwsAsync(openUnfinished(join(dir, 'file', 'below')), { code: 'OUTPUT_UNWRITABLE' });
});
