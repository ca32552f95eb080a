import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text as read } from 'node:stream/consumers';
import test from 'ava';
import { openInput } from '../../../lib/input/open.js';
import { recordJson } from '../../../lib/json/json-text.js';
import type { BlockContent, FileForm, Frame, PackedBlock, Sink } from '../../../lib/output/sink.js';
import { SINKS } from '../../../lib/output/sinks.js';
import { anySample } from '../../support/sample.js';
import { tempDir } from '../../support/temp-dir.js';

const linesOf = (numbers: readonly number[]): string =>
  numbers.map(number => `${recordJson(anySample(number))}\n`).join('');

const content = (numbers: readonly number[]): BlockContent => ({
  samples: numbers.map(number => anySample(number)),
  lines: Buffer.from(linesOf(numbers)),
});

const BLOCKS = [[1, 2, 3], [4], [5, 6]];

/** The bytes of a file as a frame has them, which tells what is written now at which byte. */
function fileOf(
  frame: Frame,
  steps: readonly ((at: number) => Iterable<Uint8Array> | undefined)[],
) {
  let file = Buffer.from(frame.head());
  const foot = () => [frame.foot()];
  for (const step of [...steps, frame.rest, foot]) {
    file = Buffer.concat([file, ...(step(file.length) ?? [])]);
  }
  return file;
}

const bytesOf = ({ bytes, note }: PackedBlock) => ({ bytes: Buffer.from(bytes), note });

for (const [name, sink] of Object.entries<Sink>(SINKS)) {
  const form: FileForm = { level: sink.levels?.default ?? 0, kind: 'plain' };
  const pack = async (numbers: readonly number[]): Promise<PackedBlock> =>
    sink.pack(content(numbers), { ...form, aside: false });

  test(`${name}: a file of blocks, or of none, is read as the lines of its samples`, async t => {
    for (const blocks of [BLOCKS, []]) {
      const path = join(await tempDir(t), `samples${sink.ending}`);
      const packed = await Promise.all(blocks.map(pack));
      const frame = await sink.frame(form);
      const steps = packed.map(block => (at: number) => frame.add(block, at));
      await writeFile(path, fileOf(frame, steps));
      t.is(await read(openInput(path)), linesOf(blocks.flat()));
    }
  });

  test(`${name}: a block has the same bytes on the thread pool, and they are its own`, async t => {
    const block = content([1, 2]);
    const here = await sink.pack(block, { ...form, aside: false });
    t.deepEqual(bytesOf(await sink.pack(block, { ...form, aside: true })), bytesOf(here));
    const before = bytesOf(here);
    // The room of the lines is used again.
    block.lines.fill(0);
    t.deepEqual(bytesOf(here), before);
  });

  test(`${name}: what is written is held against its notes, taken apart and gone on with`, async t => {
    const packed = await Promise.all(BLOCKS.map(pack));
    // Each block as it stands in a file.
    const written: Buffer[] = [];
    for (const block of packed) {
      const own = await sink.frame(form);
      written.push(Buffer.concat([...(own.add(block, 0) ?? []), ...(own.rest(0) ?? [])]));
    }
    const frame = await sink.frame(form);
    for (const [n, bytes] of written.entries()) {
      const { note } = packed[n]!;
      t.true(frame.fits(bytes.length, [note]));
      t.deepEqual([...frame.split(bytes, [note])].map(bytesOf), [bytesOf(packed[n]!)]);
    }
    const [one, two, three] = packed as [PackedBlock, PackedBlock, PackedBlock];
    const kept = [one, two].map(({ note }, n) => (at: number) => {
      frame.kept(written[n]!.length, at, [note]);
      return [written[n]!];
    });
    const path = join(await tempDir(t), `samples${sink.ending}`);
    await writeFile(path, fileOf(frame, [...kept, at => frame.add(three, at)]));
    t.is(await read(openInput(path)), linesOf(BLOCKS.flat()));
  });
}

test('each format says what it is, and has an ending of its own', t => {
  const sinks = Object.values<Sink>(SINKS);
  for (const { help } of sinks) t.regex(help, /\w/);
  t.is(new Set(sinks.map(({ ending }) => ending)).size, sinks.length);
});
