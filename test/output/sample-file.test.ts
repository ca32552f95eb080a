import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { sampleLine } from '../../lib/output/line.js';
import { openSampleFile } from '../../lib/output/sample-file.js';
import { anySample } from '../support/sample.js';
import { tempDir } from '../support/temp-dir.js';
import { FULL, filesIn, partialOf } from './files.js';

const lines = (count: number) => Array.from({ length: count }, (_, i) => sampleLine(anySample(i)));

test('a finished file holds its samples, numbered in the order of writing', async t => {
  const path = join(await tempDir(t), 'out', 'deep', 'samples.jsonl.gz');
  const file = await openSampleFile(path, 6);
  for (const line of lines(5)) await file.write(line);
  const result = await file.finish();
  const bytes = await readFile(path);
  const expected = Array.from(
    { length: 5 },
    (_, i) => `${JSON.stringify({ ...anySample(i), index: i })}\n`,
  );
  t.is(gunzipSync(bytes).toString(), expected.join(''));
  t.deepEqual(result, {
    samples: 5,
    marked: 0,
    tokens: { min: 1000, mean: 1002, max: 1004, total: 5010 },
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
});

test('samples with warnings are counted', async t => {
  const file = await openSampleFile(join(await tempDir(t), 'f'), 1);
  const { meta } = anySample(0);
  await file.write(sampleLine(anySample(0, { meta: { ...meta, warnings: ['corpus_too_small'] } })));
  await file.write(sampleLine(anySample(1)));
  t.like(await file.finish(), { samples: 2, marked: 1 });
});

test('a file without samples is a gzip file of no bytes', async t => {
  const path = join(await tempDir(t), 'f.gz');
  const file = await openSampleFile(path, 6);
  const result = await file.finish();
  t.like(result, { samples: 0, tokens: null });
  const bytes = await readFile(path);
  t.is(bytes.length, result.bytes);
  t.true(bytes.length > 0);
  t.is(gunzipSync(bytes).length, 0);
});

test('a file has its final name only when it is finished', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'f.gz');
  const file = await openSampleFile(path, 6);
  t.false(existsSync(path));
  for (const line of lines(3)) await file.write(line);
  t.false(existsSync(path));
  t.is((await filesIn(dir)).length, 1, 'work in progress has another name');
  await file.finish();
  t.deepEqual(await filesIn(dir), ['f.gz']);
});

test('an abandoned file leaves nothing, and what had its name before stays', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'f.gz');
  await writeFile(path, 'before');
  const file = await openSampleFile(path, 6);
  for (const line of lines(2000)) await file.write(line);
  await file.abandon();
  t.deepEqual(await filesIn(dir), ['f.gz']);
  t.is(await readFile(path, 'utf8'), 'before');
  await t.notThrowsAsync(file.abandon(), 'twice is no harm');
});

test('a finished file takes the place of an older one', async t => {
  const path = join(await tempDir(t), 'f.gz');
  await writeFile(path, 'before');
  const file = await openSampleFile(path, 6);
  await file.write(lines(1)[0]!);
  await file.finish();
  t.regex(gunzipSync(await readFile(path)).toString(), /^\{"id":"made\/q0\/4096","index":0,/);
});

test('the bytes do not depend on whether the writer waits', async t => {
  const dir = await tempDir(t);
  const write = async (name: string, waits: boolean): Promise<string> => {
    const file = await openSampleFile(join(dir, name), 6);
    const writes: Promise<void>[] = [];
    for (const line of lines(5000)) {
      const written = file.write(line);
      if (waits) await written;
      else writes.push(written);
    }
    await Promise.all(writes);
    return (await file.finish()).sha256;
  };
  t.is(await write('a', true), await write('b', false));
});

test('a place that cannot be written to is an error with a code', async t => {
  const dir = await tempDir(t);
  await writeFile(join(dir, 'file'), '');
  for (const path of [join(dir, 'file', 'f.gz'), join(dir, 'file', 'deep', 'f.gz')]) {
    const error = await t.throwsAsync(openSampleFile(path, 6), { code: 'OUTPUT_UNWRITABLE' });
    t.true(error.message.startsWith(`${path}: `));
    t.regex(error.message, /--save-dir/);
  }
  t.deepEqual(await filesIn(dir), ['file']);
});

test('a file that is gone when it should get its name is an error with a code', async t => {
  const path = join(await tempDir(t), 'f.gz');
  const file = await openSampleFile(path, 6);
  await file.write(lines(1)[0]!);
  await rm(partialOf(path));
  await t.throwsAsync(file.finish(), { code: 'OUTPUT_UNWRITABLE' });
  t.false(existsSync(path));
});

test('a folder in the place of the file is an error with a code', async t => {
  const path = join(await tempDir(t), 'f.gz');
  await mkdir(path);
  await writeFile(join(path, 'mine'), 'mine');
  const file = await openSampleFile(path, 6);
  await t.throwsAsync(file.finish(), { code: 'OUTPUT_UNWRITABLE' });
  await file.abandon();
  t.deepEqual(await filesIn(path), ['mine']);
});

(existsSync(FULL) ? test : test.skip)(
  'a full disk ends the writing with an error, at the latest at the end',
  async t => {
    const dir = await tempDir(t);
    const path = join(dir, 'f.gz');
    await symlink(FULL, partialOf(path));
    const file = await openSampleFile(path, 0);
    const line = sampleLine(anySample(0, { context: 'x'.repeat(1 << 20) }));
    const error = await t.throwsAsync(
      async () => {
        for (let i = 0; i < 100; i++) await file.write(line);
        await file.finish();
      },
      { code: 'OUTPUT_UNWRITABLE' },
    );
    t.regex(error.message, /ENOSPC/);
    await t.throwsAsync(file.write(line), { code: 'OUTPUT_UNWRITABLE' }, 'and no write hangs');
    await t.throwsAsync(file.finish(), { code: 'OUTPUT_UNWRITABLE' });
    await file.abandon();
    t.deepEqual(await filesIn(dir), []);
  },
);
