import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { sampleFiles } from '../../lib/output/sample-files.js';
import { tempDir } from '../support/temp-dir.js';

/** Files by their names, each with what is in it. */
type Files = Readonly<Record<string, object>>;

const empty = (...names: readonly string[]): Files =>
  Object.fromEntries(names.map(name => [name, {}]));

/** A folder of some files. */
async function folderOf(t: ExecutionContext, files: Files): Promise<string> {
  const dir = await tempDir(t);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), JSON.stringify(content));
  }
  return dir;
}

/** What of a folder of these files are samples. */
async function found(t: ExecutionContext, files: Files): Promise<string[]> {
  const dir = await folderOf(t, files);
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
    'rejects-of-others.jsonl': {},
  };
  t.deepEqual(await found(t, files), ['a.jsonl', 'norejects.jsonl', 'rejects-of-others.jsonl']);
});

test('a file is taken by whatever name, standard input too, in the order given', async t => {
  const dir = await folderOf(t, empty('b.txt', 'a.jsonl'));
  const paths = [join(dir, 'b.txt'), '-', join(dir, 'a.jsonl')];
  t.deepEqual(await sampleFiles(paths), paths);
});

test('of a folder the files of samples are taken, in any depth and format, sorted', async t => {
  const samples = ['a.parquet', 'b.jsonl', 'c.jsonl.zst', 'deep/er/d.jsonl.gz'];
  const others = ['a.manifest.json', 'jsonl', 'x.jsonl.part'];
  t.deepEqual(await found(t, empty(...samples, ...others)), samples);
});

test('shards are passed over where the whole that they make up is there, and only there', async t => {
  const files = empty(
    'merged.jsonl',
    'merged-00000-of-00002.jsonl',
    'merged-00001-of-00002.jsonl',
    'open-00000-of-00001.jsonl',
    // Another format, and another folder.
    'merged-00000-of-00002.jsonl.gz',
    'deep/merged-00000-of-00002.jsonl',
  );
  t.deepEqual(await found(t, files), [
    'deep/merged-00000-of-00002.jsonl',
    'merged-00000-of-00002.jsonl.gz',
    'merged.jsonl',
    'open-00000-of-00001.jsonl',
  ]);
});

test('nothing to read is told: no name, no such place, a folder without samples', async t => {
  for (const none of [undefined, []]) {
    await t.throwsAsync(sampleFiles(none), { code: 'USAGE', message: /^name files of samples/ });
  }
  const dir = await folderOf(t, empty('notes.txt'));
  const missing = join(dir, 'none');
  const error = await t.throwsAsync(sampleFiles([dir, missing]), {
    code: 'INPUT_MISSING',
    message: `${missing}: no such file or folder`,
  });
  t.like(error?.cause, { code: 'ENOENT' });
  const inside = join(dir, 'empty');
  await mkdir(inside);
  await t.throwsAsync(sampleFiles([dir, inside]), {
    code: 'INPUT_MISSING',
    message: `${dir}, ${inside}: no sample files (*.jsonl.gz, *.jsonl.zst, *.jsonl, *.parquet) there`,
  });
});
