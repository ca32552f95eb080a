import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { exportedFiles, readExportManifest } from '../../lib/output/export-manifest.js';
import { tempDir } from '../support/temp-dir.js';

test('an export says what it was made for, its files and their rows', async t => {
  const path = join(await tempDir(t), 'export.json');
  const files = [
    { file: 'train.parquet', rows: 7 },
    { file: 'in/test.parquet', rows: 2 },
  ];
  await writeFile(path, JSON.stringify({ to: 'verl', files }));
  t.deepEqual(await readExportManifest(path), {
    to: 'verl',
    files: ['train.parquet', 'in/test.parquet'],
    rows: 9,
  });
});

test('what is no manifest of an export is none, and what of one is damaged counts for nothing', async t => {
  const path = join(await tempDir(t), 'export.json');
  t.is(await readExportManifest(path), undefined, 'it is not there');
  for (const content of ['', '{', 'null', '7', '[]', '{"files":[]}', '{"to":7,"files":[]}']) {
    await writeFile(path, content);
    t.is(await readExportManifest(path), undefined, content);
  }
  for (const files of [undefined, 'a', { file: 'a' }]) {
    await writeFile(path, JSON.stringify({ to: 'verl', files }));
    t.deepEqual(await readExportManifest(path), { to: 'verl', files: [], rows: 0 });
  }
  const files = ['a', null, { file: 'b', rows: 'many' }, { file: 'c', rows: 3 }];
  await writeFile(path, JSON.stringify({ to: 'verl', files }));
  t.deepEqual(await readExportManifest(path), { to: 'verl', files: ['b', 'c'], rows: 3 });
});

test('no file is one of an export that does not stand beside its manifest or below', async t => {
  const path = join(await tempDir(t), 'export.json');
  const others = ['/etc/a', '../a', 'in/../a', 'in\\..\\a', '..'];
  const own = ['a..b', '...', 'in/a'];
  const files = [...others, ...own].map(file => ({ file, rows: 1 }));
  await writeFile(path, JSON.stringify({ to: 'verl', files }));
  t.deepEqual((await readExportManifest(path))?.files, own);
});

test('the files of all exports in a folder are found by the names of their manifests', async t => {
  const dir = await tempDir(t);
  await mkdir(join(dir, 'in'));
  const manifests: Record<string, string> = {
    'export.json': 'a.parquet',
    'b.jsonl.export.json': 'b.jsonl',
    'in/export.json': 'c.parquet',
    'in/d.export.json': 'd',
    'my-export.json': 'e',
    'export.json.bak': 'f',
  };
  for (const [name, file] of Object.entries(manifests)) {
    const content = JSON.stringify({ to: 'verl', files: [{ file, rows: 1 }] });
    await writeFile(join(dir, name), content);
  }
  const names = [...Object.keys(manifests), 'none.export.json', 'a.parquet'];
  t.deepEqual(
    await exportedFiles(dir, names),
    new Set(['a.parquet', 'b.jsonl', join('in', 'c.parquet'), join('in', 'd')]),
  );
});
