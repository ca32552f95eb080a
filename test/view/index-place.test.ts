import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { indexPlace } from '../../lib/view/index-place.js';
import { OpenedFile } from '../../lib/view/opened-file.js';
import { tempDir } from '../support/temp-dir.js';

const lines = (from: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `{"id":"q${from + i}","input":"Which?"}\n`).join('');

const open = async (path: string): Promise<OpenedFile> =>
  OpenedFile.open(path, await indexPlace(path), 0);

/** A cache of its own for a test. */
async function ownCache(t: ExecutionContext): Promise<void> {
  process.env.XDG_CACHE_HOME = await tempDir(t);
}
const viewsLeft = (): Promise<string[]> =>
  readdir(join(process.env.XDG_CACHE_HOME!, 'keychain', 'views')).catch(() => []);

for (const [how, pack] of [
  ['plain', (text: string) => Buffer.from(text)],
  [
    'in members',
    (text: string) => Buffer.concat([gzipSync(text.slice(0, 70)), gzipSync(text.slice(70))]),
  ],
  [
    'in a member of others',
    (text: string) => {
      const packed = gzipSync(text);
      // A file's name stands in the header.
      packed[3] = 8;
      return Buffer.concat([packed.subarray(0, 10), Buffer.from('a\0'), packed.subarray(10)]);
    },
  ],
] as const) {
  test.serial(`a file is gone through once: ${how}`, async t => {
    await ownCache(t);
    const path = join(await tempDir(t), 'a.jsonl.gz');
    await writeFile(path, pack(lines(0, 5)));
    const first = await open(path);
    t.not(first.told.state, 'ready');
    await first.index();
    t.like(first.told, { state: 'ready', rows: 5 });
    const line = `${first.line(3)}`;
    t.is(JSON.parse(line).id, 'q3');
    first.close();
    const second = await open(path);
    t.deepEqual(second.told, first.told);
    t.is(`${second.line(3)}`, line);
    t.deepEqual(second.rows(0, 5), (await rowsOf(path)) ?? []);
    second.close();
    t.is((await viewsLeft()).length, 1);
  });
}

async function rowsOf(path: string) {
  const opened = await open(path);
  const rows = opened.rows(0, 5);
  opened.close();
  return rows;
}

test.serial('a file that has changed is gone through again', async t => {
  await ownCache(t);
  const path = join(await tempDir(t), 'a.jsonl');
  await writeFile(path, lines(0, 2));
  const first = await open(path);
  await first.index();
  first.close();
  await appendFile(path, lines(2, 1));
  const second = await open(path);
  t.is(second.told.state, 'indexing');
  await second.index();
  t.is(second.told.rows, 3);
  second.close();
});

test.serial('what changes meanwhile, or is not gone through to its end, is not kept', async t => {
  await ownCache(t);
  const path = join(await tempDir(t), 'a.jsonl');
  await writeFile(path, lines(0, 2));
  const changed = await open(path);
  await appendFile(path, lines(2, 1));
  await changed.index();
  changed.close();
  t.deepEqual(await viewsLeft(), []);
  const unfinished = await open(path);
  unfinished.close();
  t.deepEqual(await viewsLeft(), []);
});
