import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { openInput } from '../../lib/input/open.js';
import {
  bytesOf,
  errorOf,
  fileOf,
  isClosed,
  isOpen,
  zipOf,
  zstdFrameOf,
} from '../datasets/fixtures.js';
import { type TableWriter, tableWriter } from '../support/parquet.js';

/** More than waits anywhere, in two row groups. */
const ROWS = 60_000;
const PLAIN = Buffer.from(
  Array.from({ length: ROWS }, (_, i) => `{"id":"é🎸${i}","n":[${i},null]}\n`).join(''),
);

/** Of many more stored bytes than wait anywhere. */
const LONG = `SELECT [md5(i || ' ' || k) FOR k IN range(20)] AS t FROM range(20000) r(i)`;

let tables: TableWriter;
let STORED: Buffer;
const FORMS: Record<string, () => Buffer> = {
  plain: () => STORED,
  gzip: () => gzipSync(STORED),
  zstd: () => zstdFrameOf(STORED),
  zip: () =>
    zipOf([
      { name: 'README.md', data: 'no' },
      { name: 'data/train.parquet', data: STORED },
    ]),
};

test.before(async () => {
  tables = await tableWriter();
  const query = `SELECT 'é🎸' || i AS id, [i, NULL] AS n FROM range(${ROWS}) r(i)`;
  STORED = readFileSync(await tables.write(query, 'row_group_size 32768'));
});

test.after.always(() => tables?.close());

/** What a reader of Parquet has open beside its file: the copy of what cannot be sought in. */
const isSpool = (path: string): boolean => path.endsWith('/spool (deleted)');

for (const [name, pack] of Object.entries(FORMS)) {
  test.serial(
    `${name}: a table gives its rows as lines, and onBytes sees what is stored`,
    async t => {
      const stored = pack();
      const path = fileOf(stored, 'input.txt');
      const seen: Buffer[] = [];
      const bytes = await bytesOf(openInput(path, { onBytes: chunk => seen.push(chunk) }));
      t.true(bytes.equals(PLAIN));
      t.true(Buffer.concat(seen).equals(stored));
      t.true(await isClosed(path));
      t.true(await isClosed(isSpool));
    },
  );

  test.serial(`${name}: a table that is left early is closed`, async t => {
    const path = fileOf(pack());
    const stream = openInput(path);
    await once(stream, 'data');
    stream.destroy();
    await t.throwsAsync(finished(stream), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
    t.true(await isClosed(path));
    t.true(await isClosed(isSpool));
  });

  test.serial(`${name}: a table that is left at once is closed`, async t => {
    const path = fileOf(pack());
    const stream = openInput(path);
    stream.destroy();
    await t.throwsAsync(finished(stream), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
    t.true(await isClosed(path));
    t.true(await isClosed(isSpool));
  });

  test.serial(`${name}: a table whose reader goes in the middle of a loop is closed`, async t => {
    const path = fileOf(pack());
    for await (const _ of openInput(path)) break;
    t.true(await isClosed(path));
    t.true(await isClosed(isSpool));
  });

  test.serial(`${name}: a table waits for a reader that waits`, async t => {
    const stream = openInput(fileOf(pack()));
    await once(stream, 'readable');
    await new Promise(resolve => setTimeout(resolve, 50));
    t.true(stream.readableLength <= 1 << 20, `${stream.readableLength} bytes wait`);
    stream.destroy();
  });

  test.serial(`${name}: a table that is cut is named as cut, and closed`, async t => {
    const path = fileOf(name === 'plain' ? STORED.subarray(0, -20) : pack().subarray(0, -20));
    const error = await errorOf(openInput(path));
    t.like(error, { name: 'KeychainError', code: 'INPUT_TRUNCATED' });
    t.true(error.message.startsWith(`${path}: `));
    t.notRegex(error.message, /\n/);
    t.true(await isClosed(path));
    t.true(await isClosed(isSpool));
  });
}

test.serial('the bytes of a table on disk go by no faster than its rows', async t => {
  const path = fileOf(await readFile(await tables.write(LONG)));
  const { size } = await stat(path);
  let come = 0;
  let comeAtFirst: number | undefined;
  for await (const _ of openInput(path, { onBytes: bytes => (come += bytes.length) })) {
    comeAtFirst ??= come;
  }
  t.true(size > 6_000_000, `${size}`);
  t.true(comeAtFirst! < size / 2, `${comeAtFirst} of ${size} bytes`);
  t.is(come, size);
});

test.serial('a table on disk is read where it lies, without a copy', async t => {
  const path = fileOf(STORED);
  const stream = openInput(path);
  await once(stream, 'data');
  t.true(await isOpen(path));
  t.false(await isOpen(isSpool));
  stream.destroy();
});
