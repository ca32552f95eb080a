import { Readable } from 'node:stream';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { gzipMembers, type PackOptions, packMembers } from '../../lib/output/members.js';
import { flow } from '../../lib/stream/flow.js';
import { stage } from '../../lib/stream/stage.js';
import { all, closed, endless } from '../support/streams.js';

const lines = fc.array(
  fc.string({ unit: 'grapheme', maxLength: 60 }).map(line => Buffer.from(`${line}\n`)),
  { maxLength: 60 },
);

const pack = (parts: Uint8Array[][], options?: PackOptions): Promise<Buffer[]> =>
  all<Buffer>(flow(Readable.from(parts), packMembers(options)));

const compress = async (parts: Uint8Array[][], memberBytes: number, level = 6): Promise<Buffer[]> =>
  all<Buffer>(flow(Readable.from(parts), packMembers({ memberBytes }), gzipMembers(level)));

test('a member closes with the line that reaches its size', async t => {
  const line = (length: number): Uint8Array[] => [Buffer.alloc(length, 'x')];
  const sizes = async (...lengths: number[]): Promise<number[]> =>
    (await pack(lengths.map(line), { memberBytes: 10 })).map(member => member.length);
  t.deepEqual(await sizes(4, 5, 6, 4), [15, 4]);
  t.deepEqual(await sizes(10, 10), [10, 10]);
  t.deepEqual(await sizes(9, 1, 9), [10, 9]);
  t.deepEqual(await sizes(100, 1), [100, 1]);
  t.deepEqual(await sizes(3), [3]);
  t.deepEqual(await sizes(), []);
});

test('a file without lines has an empty member if one is wanted', async t => {
  t.deepEqual(await pack([], { evenIfEmpty: true }), [Buffer.alloc(0)]);
  const only = [[Buffer.from('0123456789')]];
  t.is((await pack(only, { evenIfEmpty: true, memberBytes: 10 })).length, 1, 'but no further one');
});

test('the bounds depend on the lines alone, not on their parts', async t => {
  await fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 1, max: 200 }), async (list, memberBytes) => {
      const whole = await pack(
        list.map(line => [line]),
        { memberBytes },
      );
      const halves = await pack(
        list.map(line => [line.subarray(0, 1), line.subarray(1, 3), line.subarray(3)]),
        { memberBytes },
      );
      t.deepEqual(whole, halves);
      t.deepEqual(Buffer.concat(whole), Buffer.concat(list));
      t.true(
        whole.every(member => member.at(-1) === 10),
        'whole lines only',
      );
      t.true(whole.slice(0, -1).every(member => member.length >= memberBytes));
    }),
    { numRuns: 50 },
  );
});

test('gunzip gives the lines back, from all members and from each alone', async t => {
  await fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 1, max: 300 }), async (list, memberBytes) => {
      const members = await compress(
        list.map(line => [line]),
        memberBytes,
      );
      const bytes = Buffer.concat(list);
      if (members.length > 0) t.deepEqual(gunzipSync(Buffer.concat(members)), bytes);
      t.deepEqual(Buffer.concat(members.map(member => gunzipSync(member))), bytes);
    }),
    { numRuns: 40 },
  );
});

test('each member has a header of its own, without time and system', async t => {
  const list = Array.from({ length: 20 }, (_, i) => [Buffer.from(`line ${i}\n`)]);
  const members = await compress(list, 30);
  t.is(members.length, 5);
  for (const member of members) {
    t.is(member.subarray(0, 4).toString('hex'), '1f8b0800', 'deflate, and no further fields');
    t.is(member.readUInt32LE(4), 0, 'no time');
    t.is(member[9], 255, 'no system');
    t.is(member.readUInt32LE(member.length - 4), inflateRawSync(member.subarray(10, -8)).length);
  }
});

test('many members come in order, and the same bytes every time', async t => {
  // Members of very different sizes take differently long.
  const list = Array.from({ length: 60 }, (_, i) => [
    Buffer.alloc(((i * 7919) % 50) * 4000, `${i}`),
  ]);
  const first = await compress(list, 1, 9);
  t.deepEqual(await compress(list, 1, 9), first);
  t.deepEqual(gunzipSync(Buffer.concat(first)), Buffer.concat(list.flat()));
});

test('the level counts', async t => {
  const list = [[Buffer.from('abcdefgh'.repeat(5000))]];
  const [stored] = await compress(list, 1, 0);
  const [packed] = await compress(list, 1, 9);
  t.true(stored!.length > 40_000);
  t.true(packed!.length < 400);
});

test('destroyed midway, both stages are closed', async t => {
  const { source } = endless();
  const toLine = stage<number, Uint8Array[]>((n, push) => push([Buffer.from(`${n}\n`)]));
  const parts = [packMembers({ memberBytes: 10 }), gzipMembers(6)];
  const result = flow(source, toLine, ...parts);
  result.once('data', () => result.destroy());
  await Promise.all([source, toLine, ...parts].map(closed));
  t.true(source.destroyed);
});
