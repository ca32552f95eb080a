import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { sampleFiles } from '../../lib/output/sample-files.js';
import { tempDir } from '../support/temp-dir.js';

/** Makes files, each with what is in it, and gives what of them are samples. */
async function found(
  t: ExecutionContext,
  files: Readonly<Record<string, object>>,
): Promise<string[]> {
  const dir = await tempDir(t);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), JSON.stringify(content));
  }
  return (await sampleFiles([dir])).map(file => relative(dir, file));
}

const manifest = (...files: string[]) => ({
  to: 'verl',
  files: files.map(file => ({ file, rows: 1 })),
});

test('what exports have written into a folder of samples is none of them', async t => {
  const files = {
    'a.jsonl.gz': {},
    'train.parquet': {},
    'export.json': manifest('train.parquet'),
    'b.jsonl': {},
    'b.jsonl.export.json': manifest('b.jsonl'),
    'inside/train.jsonl': {},
    'inside/export.json': manifest('train.jsonl', '../a.jsonl.gz'),
    'other/train.jsonl': {},
    'other/export.json': ['no manifest'],
  };
  t.deepEqual(await found(t, files), ['a.jsonl.gz', 'other/train.jsonl']);
});

test('a folder of nothing but an export is read', async t => {
  const files = {
    'train.parquet': {},
    'test.parquet': {},
    'export.json': manifest('train.parquet', 'test.parquet'),
  };
  t.deepEqual(await found(t, files), ['test.parquet', 'train.parquet']);
});

test('rejects are no samples, whoever has named them', async t => {
  const files = {
    'a.jsonl': {},
    'a.rejects.jsonl.gz': {},
    'rejects.jsonl': {},
    'in/rejects.jsonl.zst': {},
    'norejects.jsonl': {},
  };
  t.deepEqual(await found(t, files), ['a.jsonl', 'norejects.jsonl']);
});
