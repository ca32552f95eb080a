import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import test from 'ava';
import { openInput } from '../../lib/input/open.js';
import { gzipMember } from '../../lib/output/gzip.js';
import { heldLineFile, lineFile } from '../../lib/output/line-file.js';
import type { Sink } from '../../lib/output/sink.js';
import { SINKS } from '../../lib/output/sinks.js';
import { all } from '../support/streams.js';
import { tempDir } from '../support/temp-dir.js';
import { filesIn } from './files.js';

const LINES = Array.from({ length: 3000 }, (_, i) => `${`${i} `.repeat((i * 7) % 400)}\n`).join('');

const linesIn = async (path: string): Promise<string> =>
  `${Buffer.concat(await all<Buffer>(openInput(path)))}`;

/** The text in chunks of a size. */
const chunks = (text: string, size: number): Readable => {
  const bytes = Buffer.from(text);
  const count = Math.ceil(bytes.length / size);
  const cut = Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
  return Readable.from(cut, { objectMode: false });
};

for (const name of [
  'lines.jsonl',
  'lines.jsonl.gz',
  'lines.jsonl.zst',
  'lines.gz',
  'lines.zst',
  'lines',
]) {
  test(`${name} holds the lines, however they come in`, async t => {
    const dir = await tempDir(t);
    const path = join(dir, 'deep', name);
    const written: Buffer[] = [];
    for (const size of [7919, 1 << 16, 1 << 20, (1 << 20) + 1, LINES.length]) {
      await pipeline(chunks(LINES, size), lineFile(path));
      written.push(await readFile(path));
    }
    const [first] = written;
    t.is(await linesIn(path), LINES);
    t.is(first!.equals(Buffer.from(LINES)), !/\.(gz|zst)$/.test(name), 'compressed by its name');
    for (const other of written) t.true(other.equals(first!));
    t.deepEqual(await filesIn(join(dir, 'deep')), [name]);
  });
}

test('a gzip member ends with the line that fills a megabyte', async t => {
  const path = join(await tempDir(t), 'lines.gz');
  await pipeline(chunks(LINES, 1 << 16), lineFile(path));
  const end = LINES.indexOf('\n', (1 << 20) - 1) + 1;
  t.true(LINES.length > end, 'there is more than one');
  const first = gzipMember(Buffer.from(LINES.slice(0, end)), 6);
  t.deepEqual((await readFile(path)).subarray(0, first.length), first);
});

test('a line that just fills a megabyte ends its member, however it comes in', async t => {
  const path = join(await tempDir(t), 'lines.gz');
  const just = `${'x'.repeat((1 << 20) - 1)}\n`;
  const member = (text: string): Buffer => gzipMember(Buffer.from(text), 6);
  for (const size of [1 << 20, (1 << 20) - 1, 7919, 2 << 20]) {
    await pipeline(chunks(just, size), lineFile(path));
    t.true((await readFile(path)).equals(member(just)), 'and nothing is behind it');
    await pipeline(chunks(`${just}next\n`, size), lineFile(path));
    t.true((await readFile(path)).equals(Buffer.concat([member(just), member('next\n')])));
  }
});

test('without lines a compressed file is one of no bytes', async t => {
  for (const name of ['lines.gz', 'lines.zst']) {
    const path = join(await tempDir(t), name);
    await pipeline(Readable.from([]), lineFile(path));
    t.true((await readFile(path)).length > 0);
    t.is(await linesIn(path), '');
  }
});

test('a name of a format that lines are not written in is refused', async t => {
  const dir = await tempDir(t);
  for (const [name, sink] of Object.entries<Sink>(SINKS)) {
    const path = join(dir, `${name}${sink.ending}`);
    if (sink.takesLines) await pipeline(Readable.from(['a\n']), lineFile(path));
    else t.throws(() => lineFile(path), { code: 'USAGE', message: /JSON lines/ });
  }
});

test('a last line without its end is kept', async t => {
  const path = join(await tempDir(t), 'lines');
  await pipeline(Readable.from(['a\n', 'b'], { objectMode: false }), lineFile(path));
  t.is(await readFile(path, 'utf8'), 'a\nb');
});

test('destroyed midway it leaves nothing, and what had its name before stays', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'lines.gz');
  await writeFile(path, 'before');
  const file = lineFile(path);
  for (let i = 0; i < 5; i++) file.write(LINES);
  await once(file, 'drain');
  const closed = once(file, 'close');
  file.destroy();
  await closed;
  t.deepEqual(await filesIn(dir), ['lines.gz']);
  t.is(await readFile(path, 'utf8'), 'before');
});

test('a place that cannot be written to is an error with a code', async t => {
  const dir = await tempDir(t);
  await writeFile(join(dir, 'file'), '');
  const file = lineFile(join(dir, 'file', 'lines.gz'));
  await t.throwsAsync(pipeline(Readable.from(['a\n']), file), { code: 'OUTPUT_UNWRITABLE' });
});

test('a held file is whole and has no name until it is told one, its own or another', async t => {
  const dir = await tempDir(t);
  for (const as of [undefined, join(dir, 'other')]) {
    const path = join(dir, 'lines');
    const held = heldLineFile(path);
    t.is(held.bytes, 0);
    await pipeline(chunks(LINES, 1 << 16), held.stream);
    t.is(held.bytes, LINES.length);
    t.false(existsSync(as ?? path));
    await held.commit(as);
    t.is(await readFile(as ?? path, 'utf8'), LINES);
  }
  t.deepEqual(await filesIn(dir), ['lines', 'other']);
});

test('a held file that is abandoned is gone, be it whole, under way or empty', async t => {
  const dir = await tempDir(t);
  const whole = heldLineFile(join(dir, 'whole'));
  await pipeline(chunks(LINES, 1 << 16), whole.stream);
  const underWay = heldLineFile(join(dir, 'under-way'));
  await new Promise(resolve => underWay.stream.write(LINES, resolve));
  const empty = heldLineFile(join(dir, 'empty'));
  for (const held of [whole, underWay, empty]) {
    await held.abandon();
    t.true(held.stream.closed);
  }
  t.deepEqual(await filesIn(dir), []);
});
