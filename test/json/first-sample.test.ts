import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { firstSample } from '../../lib/json/first-sample.js';
import { anySample } from '../support/sample.js';
import { tempDir } from '../support/temp-dir.js';

test('the first sample of a file is read, and what follows is not looked at', async t => {
  const file = join(await tempDir(t), 'samples.jsonl.gz');
  await writeFile(
    file,
    gzipSync(`${JSON.stringify(anySample(1))}\n${JSON.stringify(anySample(2))}\n`),
  );
  t.deepEqual(await firstSample(file), anySample(1));
});

test('a file without samples is an error with a code', async t => {
  const file = join(await tempDir(t), 'samples.jsonl');
  await writeFile(file, '');
  await t.throwsAsync(firstSample(file), { code: 'INPUT_FORMAT', message: /no sample in it/ });
});
