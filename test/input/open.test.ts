import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { decompress } from '../../lib/input/decompress.js';
import { missingError } from '../../lib/input/errors.js';
import { openInput } from '../../lib/input/open.js';
import {
  bytesOf,
  cut,
  errorOf,
  fileOf,
  isClosed,
  zipOf,
  zstdFrameOf,
} from '../datasets/fixtures.js';

const PLAIN = Buffer.from('{"id":"é🎸"}\n'.repeat(20_000));

const FORMS: Record<string, Buffer> = {
  plain: PLAIN,
  gzip: gzipSync(PLAIN),
  'gzip of two members': Buffer.concat([
    gzipSync(PLAIN.subarray(0, 1000)),
    gzipSync(PLAIN.subarray(1000)),
  ]),
  'gzip with zeros after it': Buffer.concat([gzipSync(PLAIN), Buffer.alloc(300_000)]),
  zstd: zstdFrameOf(PLAIN, 100_000),
  'zstd of two frames': Buffer.concat([
    zstdFrameOf(PLAIN.subarray(0, 1000)),
    zstdFrameOf(PLAIN.subarray(1000), 100_000),
  ]),
  zip: zipOf([{ name: 'a.json', data: PLAIN }]),
  'zip of stored bytes': zipOf([{ name: 'a.json', data: PLAIN, stored: true }]),
  'zip with folders and Mac files first': zipOf([
    { name: 'data/', data: '' },
    { name: '__MACOSX/._a.json', data: 'no' },
    { name: 'link', data: 'data/a.json', mode: 0o120777 },
    { name: 'data/a.json', data: PLAIN, mode: 0o100644 },
    { name: 'data/.DS_Store', data: 'no' },
    { name: 'README.md', data: 'no' },
    { name: 'data/notes', data: 'no' },
  ]),
};

for (const [name, stored] of Object.entries(FORMS)) {
  test(`${name}: a file gives its bytes, and onBytes sees what is stored`, async t => {
    // The name says nothing about the compression.
    const path = fileOf(stored, 'input.txt');
    const seen: Buffer[] = [];
    const bytes = await bytesOf(openInput(path, { onBytes: chunk => seen.push(chunk) }));
    t.true(bytes.equals(PLAIN));
    t.true(Buffer.concat(seen).equals(stored));
    t.true(await isClosed(path));
  });

  test(`${name}: gives the same bytes wherever the chunks are cut`, async t => {
    const places = fc.array(fc.oneof(fc.nat(8), fc.nat(stored.length)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(places, async places => {
        const stream = Readable.from(cut(stored, places)).pipe(decompress({ file: 'f' }));
        t.true((await bytesOf(stream)).equals(PLAIN));
      }),
      { numRuns: 12 },
    );
  });

  test(`${name}: destroyed early, it closes the file`, async t => {
    const path = fileOf(stored);
    const stream = openInput(path);
    await once(stream, 'data');
    stream.destroy();
    await t.throwsAsync(finished(stream), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
    t.true(await isClosed(path));
  });

  test(`${name}: destroyed at once, it closes the file`, async t => {
    const path = fileOf(stored);
    const stream = openInput(path);
    stream.destroy();
    await t.throwsAsync(finished(stream), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
    t.true(await isClosed(path));
  });

  test(`${name}: a reader that waits is waited for`, async t => {
    const path = fileOf(Buffer.concat(Array(name.startsWith('plain') ? 20 : 1).fill(stored)));
    let seen = 0;
    const stream = openInput(path, { onBytes: chunk => (seen += chunk.length) });
    await once(stream, 'readable');
    await new Promise(resolve => setTimeout(resolve, 50));
    t.true(stream.readableLength <= 1 << 20, `${stream.readableLength} bytes wait`);
    if (name === 'plain') t.true(seen <= 3 << 20, `${seen} bytes read ahead`);
    stream.destroy();
  });
}

const cutOff = (bytes: Buffer) => bytes.subarray(0, bytes.length - 20);
const flipped = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
};
const GZIP = gzipSync(PLAIN);

const ERRORS: [name: string, stored: Buffer, code: string, message: RegExp][] = [
  ['a cut gzip', cutOff(GZIP), 'INPUT_TRUNCATED', new RegExp(`byte ${GZIP.length - 20} `)],
  ['three bytes of a gzip', GZIP.subarray(0, 3), 'INPUT_TRUNCATED', /byte 3 /],
  ['a damaged gzip', flipped(GZIP, GZIP.length >> 1), 'INPUT_COMPRESSION', /byte \d+ /],
  ['a gzip with a wrong checksum', flipped(GZIP, GZIP.length - 8), 'INPUT_COMPRESSION', /check/],
  ['garbage after a gzip', Buffer.concat([GZIP, PLAIN]), 'INPUT_COMPRESSION', /header/],
  ['a cut zstd', cutOff(zstdFrameOf(PLAIN)), 'INPUT_TRUNCATED', /byte \d+ /],
  ['a cut zip', cutOff(zipOf([{ name: 'a', data: PLAIN }])), 'INPUT_TRUNCATED', /directory/],
  ['an empty zip', zipOf([]), 'INPUT_FORMAT', /holds no file/],
  ['a zip of folders', zipOf([{ name: 'a/', data: '' }]), 'INPUT_FORMAT', /holds no file/],
  [
    'a damaged zip member',
    flipped(zipOf([{ name: 'a', data: PLAIN }]), 60),
    'INPUT_COMPRESSION',
    /damaged zip/,
  ],
  [
    'a zip member with a wrong checksum',
    zipOf([{ name: 'a', data: PLAIN, stored: true, crc: 1 }]),
    'INPUT_COMPRESSION',
    /"a" does not match its checksum/,
  ],
];

for (const [name, stored, code, message] of ERRORS) {
  test(`${name} is ${code}, in one line that names the file`, async t => {
    const path = fileOf(stored);
    const error = await errorOf(openInput(path));
    t.is(error.code, code);
    t.is(error.name, 'KeychainError');
    t.regex(error.message, message);
    t.true(error.message.startsWith(`${path}: `));
    t.notRegex(error.message, /\n/);
    t.true(await isClosed(path));
  });
}

test('a missing file, a folder and a path through a file are INPUT_MISSING', async t => {
  const file = fileOf('x');
  const cases = { [`${file}.not`]: /no such file/, [tmpdir()]: /folder/, [`${file}/x`]: /path/ };
  for (const [path, reason] of Object.entries(cases)) {
    const error = await errorOf(openInput(path));
    t.is(error.code, 'INPUT_MISSING');
    t.regex(error.message, reason);
    t.true(error.message.startsWith(`${path}: `));
  }
});

test('what onBytes throws ends the stream', async t => {
  const path = fileOf(PLAIN);
  const boom = new Error('boom');
  const onBytes = () => {
    throw boom;
  };
  t.is(await errorOf(openInput(path, { onBytes })), boom as never);
  t.true(await isClosed(path));
});

test('any error of the file system is INPUT_MISSING, other errors stay what they are', t => {
  const failure = Object.assign(new Error('EIO: i/o error'), { code: 'EIO', syscall: 'read' });
  const error = missingError('f', failure);
  t.like(error, { code: 'INPUT_MISSING', cause: failure });
  t.regex(error.message, /^f: cannot be read, EIO in read; /);
  const other = new Error('x');
  t.is(missingError('f', other), other);
});

/** Runs a script with an own temporary folder; gives its output and what is left in the folder. */
async function run(script: string, input: Buffer, { keepOpen = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'read-test-'));
  const library = new URL('../../lib/input/open.js', import.meta.url);
  const prelude = `import { openInput } from ${JSON.stringify(library)};
    import { readdirSync } from 'node:fs'; import { tmpdir } from 'node:os';\n`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', prelude + script], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.on('error', () => undefined);
  child.stdin.write(input);
  if (!keepOpen) child.stdin.end();
  const [output, [code]] = await Promise.all([bytesOf(child.stdout), once(child, 'close')]);
  const left = readdirSync(folder);
  rmSync(folder, { recursive: true });
  return { output, code, left };
}

for (const name of ['plain', 'gzip', 'zstd', 'zip']) {
  test(`${name}: standard input is read under the name -`, async t => {
    const script = "openInput('-').pipe(process.stdout)";
    const { output, code, left } = await run(script, FORMS[name] as Buffer);
    t.true(output.equals(PLAIN));
    t.is(code, 0);
    t.deepEqual(left, []);
  });
}

test('a zip on standard input is spooled under no name, so that nothing is left when it is destroyed half-way', async t => {
  const script = `
    const during = [];
    const stream = openInput('-', { onBytes: () => setImmediate(() => {
      during.push(...readdirSync(tmpdir()));
      stream.destroy();
    })});
    stream.on('close', () => console.log(JSON.stringify({ during, after: readdirSync(tmpdir()) })));`;
  const { output, left } = await run(script, FORMS.zip as Buffer, { keepOpen: true });
  t.deepEqual(JSON.parse(output.toString()), { during: [], after: [] });
  t.deepEqual(left, []);
});

test('a zip on standard input leaves nothing behind when its reader is killed', async t => {
  const script = "openInput('-').once('data', () => process.kill(process.pid, 'SIGKILL'))";
  const { left } = await run(script, FORMS.zip as Buffer);
  t.deepEqual(left, []);
});

test('standard input that was read before is an error, not a wait', async t => {
  const script = `
    for await (const _ of openInput('-'));
    openInput('-').on('error', error => console.log(error.code)).resume();`;
  const { output } = await run(script, PLAIN);
  t.is(output.toString(), 'INPUT_MISSING\n');
});
