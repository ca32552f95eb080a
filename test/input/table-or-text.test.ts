import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { openInput } from '../../lib/input/open.js';
import { bytesOf, errorOf, fileOf, isClosed, zipOf, zstdFrameOf } from '../datasets/fixtures.js';
import { type TableWriter, tableWriter } from '../support/parquet.js';

let tables: TableWriter;
let STORED: Buffer;

test.before(async () => {
  tables = await tableWriter();
  STORED = readFileSync(await tables.write(`SELECT 'q' || i AS id FROM range(3) r(i)`));
});

test.after.always(() => tables?.close());

const LINES = '{"id":"q0"}\n{"id":"q1"}\n{"id":"q2"}\n';

/** The ways by which the same bytes come: read as `name`. */
const WAYS: Record<string, (content: Buffer, name: string) => Promise<Buffer>> = {
  plain: (content, name) => bytesOf(openInput(fileOf(content, name))),
  gzip: (content, name) => bytesOf(openInput(fileOf(gzipSync(content), `${name}.gz`))),
  zstd: (content, name) => bytesOf(openInput(fileOf(zstdFrameOf(content), `${name}.zst`))),
  zip: (content, name) =>
    bytesOf(openInput(`${fileOf(zipOf([{ name, data: content }]), 'a.zip')}#${name}`)),
  'standard input': async content => fromStandardInput(content),
};

const LIBRARY = new URL('../../lib/input/open.js', import.meta.url);
const SCRIPT = `
  import { openInput } from ${JSON.stringify(LIBRARY)};
  openInput('-').on('error', ({ code, message }) => {
    process.stdout.write(JSON.stringify({ code, message }));
    process.exitCode = 1;
  }).pipe(process.stdout);`;

function fromStandardInput(content: Buffer): Buffer {
  const args = ['--input-type=module', '-e', SCRIPT];
  const { stdout, status } = spawnSync(process.execPath, args, {
    input: content,
    maxBuffer: 1 << 26,
  });
  if (status === 0) return stdout;
  const { code, message } = JSON.parse(stdout.toString()) as { code: string; message: string };
  throw Object.assign(new Error(message), { code });
}

const TEXTS: Record<string, string> = {
  'a text': 'PARENTS came first.\n',
  'a text of the four letters': 'PARE',
  'a text of the four others': 'PAR1',
  'a text of five': 'PAR1\n',
  'a list of ids': 'PAR1,PAR2\nPAR3,PAR4\n',
  'a text that ends as it begins': 'PAR1 is what such a file has first, and what it has last: PAR1',
  'a long text': `PARE ${'and pare, '.repeat(200_000)}\n`,
  'a text whose beginning is no ASCII': 'PAREé ê ü 日本\n',
};

for (const [way, read] of Object.entries(WAYS)) {
  for (const [name, text] of Object.entries(TEXTS)) {
    test.serial(`${name} that begins with the letters of Parquet stays one: ${way}`, async t => {
      t.is((await read(Buffer.from(text), 'text.txt')).toString(), text);
      t.true(await isClosed(path => path.endsWith('/spool (deleted)')));
    });
  }

  test.serial(`a table is one whatever it is called: ${way}`, async t => {
    t.is((await read(STORED, 'text.txt')).toString(), LINES);
  });

  test.serial(`a table that is cut is named as cut, whatever it is called: ${way}`, async t => {
    for (const length of [9, 20, STORED.length - 1]) {
      const cut = read(STORED.subarray(0, length), 'text.txt');
      await t.throwsAsync(cut, { code: 'INPUT_TRUNCATED', message: /Parquet/ }, `${length}`);
    }
  });
}

test('what is called a table and has no foot is one that was cut', async t => {
  for (const length of [4, 6, 8]) {
    const error = await errorOf(openInput(fileOf(STORED.subarray(0, length), 'a.parquet')));
    t.like(error, { code: 'INPUT_TRUNCATED' });
    t.regex(error.message, /Parquet/);
  }
});

test('a table that is called by a foot of another length is damaged, not a text', async t => {
  const damaged = Buffer.from(STORED);
  damaged.writeUInt32LE(0x20202020, damaged.length - 8);
  t.like(await errorOf(openInput(fileOf(damaged, 'a.txt'))), { code: 'INPUT_COMPRESSION' });
});
