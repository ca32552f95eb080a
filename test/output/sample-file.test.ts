import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { openSampleFile, type SampleFile } from '../../lib/output/sample-file.js';
import type { Frame, PackedBlock, Sink } from '../../lib/output/sink.js';
import { SINKS } from '../../lib/output/sinks.js';
import { tempDir } from '../support/temp-dir.js';
import { FULL, filesIn, hasFull } from './files.js';

const GZ = SINKS['jsonl.gz'];
const open = (path: string, sink: Sink = GZ, level = 6) => openSampleFile(path, sink, level);
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

async function finish(file: SampleFile) {
  const digest = await file.end();
  await file.commit();
  return digest;
}

/** A block of made-up lines, packed as a worker does it. */
const packed = async (lines: string, sink: Sink = GZ, level = 6) => {
  const block = await sink.pack(
    { samples: [], lines: Buffer.from(lines) },
    { level, aside: false },
  );
  return [block, sha256(lines)] as const;
};
const BLOCKS = ['{"a":1}\n{"a":2}\n', '{"a":3}\n', `{"a":"${'x'.repeat(100_000)}"}\n`];

for (const sink of Object.values(SINKS)) {
  test(`a finished *${sink.ending} holds its blocks, in the order of writing`, async t => {
    const path = join(await tempDir(t), 'out', 'deep', `samples${sink.ending}`);
    const file = await open(path, sink);
    for (const lines of BLOCKS) await file.write(...(await packed(lines, sink)));
    const result = await finish(file);
    const bytes = await readFile(path);
    const plain = sink === GZ ? gunzipSync(bytes) : bytes;
    t.is(plain.toString(), BLOCKS.join(''));
    t.deepEqual(result, {
      bytes: bytes.length,
      sha256: sha256(bytes).toString('hex'),
      lines_sha256: sha256(Buffer.concat(BLOCKS.map(sha256))).toString('hex'),
    });
  });
}

test('a gzipped file without blocks is a gzip file of no bytes, a plain one is empty', async t => {
  const dir = await tempDir(t);
  const zipped = await open(join(dir, 'f.gz'));
  t.true((await finish(zipped)).bytes > 0);
  t.is(gunzipSync(await readFile(join(dir, 'f.gz'))).length, 0);
  const plain = await open(join(dir, 'f'), SINKS.jsonl);
  t.is((await finish(plain)).bytes, 0);
});

/** A format with a head, and a foot that lists where every block begins and how many lines it has. */
const listing: Sink = {
  help: 'blocks with a list of them',
  ending: '.listed',
  pack: ({ lines }) => ({
    bytes: Uint8Array.from(lines),
    note: lines.toString().trimEnd().split('\n').length,
  }),
  frame: (): Frame => {
    const places: { at: number; lines: unknown }[] = [];
    return {
      head: () => Buffer.from('HEAD'),
      block: ({ bytes, note }: PackedBlock, at) => {
        places.push({ at, lines: note });
        return bytes;
      },
      foot: () => Buffer.from(JSON.stringify(places)),
    };
  },
};

test('a sink may have a head, and a foot that says where every block begins', async t => {
  const path = join(await tempDir(t), 'f.listed');
  const file = await open(path, listing);
  for (const lines of BLOCKS) await file.write(...(await packed(lines, listing)));
  await finish(file);
  const text = await readFile(path, 'utf8');
  t.true(text.startsWith('HEAD{"a":1}'));
  const places = JSON.parse(text.slice(text.lastIndexOf('['))) as { at: number; lines: number }[];
  t.deepEqual(
    places.map(({ lines }) => lines),
    [2, 1, 1],
  );
  for (const [i, { at }] of places.entries()) t.true(text.slice(at).startsWith(BLOCKS[i]!));
});

test('a file has its final name only when it is finished', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'f.gz');
  const file = await open(path);
  t.false(existsSync(path));
  await file.write(...(await packed(BLOCKS[0]!)));
  t.false(existsSync(path));
  t.is((await filesIn(dir)).includes('f.gz'), false, 'work in progress has another name');
  await finish(file);
  t.deepEqual(await filesIn(dir), ['f.gz']);
});

test('an abandoned file leaves nothing, and what had its name before stays', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'f.gz');
  await writeFile(path, 'before');
  const file = await open(path);
  for (let i = 0; i < 200; i++) await file.write(...(await packed(BLOCKS[2]!)));
  await file.abandon();
  t.deepEqual(await filesIn(dir), ['f.gz']);
  t.is(await readFile(path, 'utf8'), 'before');
  await t.notThrowsAsync(file.abandon(), 'twice is no harm');
});

test('a finished file takes the place of an older one', async t => {
  const path = join(await tempDir(t), 'f.gz');
  await writeFile(path, 'before');
  const file = await open(path);
  await file.write(...(await packed(BLOCKS[1]!)));
  await finish(file);
  t.is(gunzipSync(await readFile(path)).toString(), BLOCKS[1]!);
});

test('a place that cannot be written to is an error with a code', async t => {
  const dir = await tempDir(t);
  await writeFile(join(dir, 'file'), '');
  for (const path of [join(dir, 'file', 'f.gz'), join(dir, 'file', 'deep', 'f.gz')]) {
    const error = await t.throwsAsync(open(path), { code: 'OUTPUT_UNWRITABLE' });
    t.true(error.message.startsWith(`${path}: `));
    t.regex(error.message, /--save-dir/);
  }
  t.deepEqual(await filesIn(dir), ['file']);
});

test('a file that is gone when it should get its name is an error with a code', async t => {
  const path = join(await tempDir(t), 'f.gz');
  const file = await open(path);
  await file.write(...(await packed(BLOCKS[0]!)));
  await rm(`${path}.partial`);
  await t.throwsAsync(finish(file), { code: 'OUTPUT_UNWRITABLE' });
  t.false(existsSync(path));
});

test('a folder in the place of the file is an error with a code', async t => {
  const path = join(await tempDir(t), 'f.gz');
  await mkdir(path);
  await writeFile(join(path, 'mine'), 'mine');
  await t.throwsAsync(open(path), { code: 'OUTPUT_UNWRITABLE', message: /is a folder/ });
  t.deepEqual(await filesIn(path), ['mine']);
});

(hasFull ? test : test.skip)(
  'a full disk ends the writing with an error, at the latest at the end',
  async t => {
    const dir = await tempDir(t);
    const path = join(dir, 'f');
    await symlink(FULL, path);
    const file = await open(path, SINKS.jsonl);
    const block = await packed(`${'x'.repeat(1 << 20)}\n`, SINKS.jsonl);
    const error = await t.throwsAsync(
      async () => {
        for (let i = 0; i < 100; i++) await file.write(...block);
        await finish(file);
      },
      { code: 'OUTPUT_UNWRITABLE' },
    );
    t.regex(error.message, /ENOSPC/);
    await t.throwsAsync(file.write(...block), { code: 'OUTPUT_UNWRITABLE' }, 'and no write hangs');
    await t.throwsAsync(finish(file), { code: 'OUTPUT_UNWRITABLE' });
    await file.abandon();
    t.deepEqual(await filesIn(dir), ['f']);
  },
);
