import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text as read } from 'node:stream/consumers';
import test from 'ava';
import fc from 'fast-check';
import { openInput } from '../../../lib/input/open.js';
import { recordJson } from '../../../lib/json/json-text.js';
import type { BlockSample } from '../../../lib/output/sink.js';
import { parquet, parquetSink } from '../../../lib/output/sinks/parquet.js';
import { Piece } from '../../../lib/prompt/piece.js';
import { RenderedText } from '../../../lib/prompt/rendered-text.js';
import { anySample } from '../../support/sample.js';
import { tempDir } from '../../support/temp-dir.js';

const check = (sample: BlockSample): void => parquet.check!(sample, 'plain');

test('a sample of its kind is taken, its texts in bytes or not', t => {
  t.notThrows(() => check(anySample(1)));
  t.notThrows(() => check({ ...anySample(1), context: new RenderedText([]), passages: [] }));
});

test('half of a surrogate pair makes the sample a reject, and not another text', t => {
  t.throws(() => check(anySample(1, { input: 'Who \ud83d?' })), {
    code: 'RECORD_INVALID',
    message: /^input holds half of a surrogate pair.*--format jsonl\.gz/,
  });
});

test('a field that a stage adds, leaves out or changes in kind is told of', t => {
  const { context: _, ...less } = anySample(1);
  for (const [sample, what] of [
    [Object.assign(anySample(1), { note: 1 }), /note is no field of its kind/],
    [less, /context is missing/],
    [{ ...anySample(1), length: 1.5 }, /length is not a whole number/],
  ] as const) {
    t.throws(() => check(sample as BlockSample), { code: 'STAGE_FAILED', message: what });
  }
});

const text = fc.string({ unit: 'binary' });
const sample = fc
  .record({
    ...{
      id: text,
      input: text,
      context: text,
      answers: fc.array(text),
      length: fc.maxSafeInteger(),
    },
    sigma: fc.double({ noNaN: true, noDefaultInfinity: true }),
  })
  .map(({ sigma, ...changes }) => {
    const made = anySample(1, changes);
    return { ...made, meta: { ...made.meta, sigma: sigma + 0 } };
  });

test('what is read back are the very lines, whatever is in the samples', async t => {
  const path = join(await tempDir(t), 'samples.parquet');
  const blocks = fc.array(fc.array(sample, { minLength: 1, maxLength: 3 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(blocks, fc.constantFrom(1, 4_000, 1 << 20), async (all, groupBytes) => {
      const sink = parquetSink(groupBytes);
      const form = { level: 3, kind: 'plain' } as const;
      const frame = await sink.frame(form);
      const pieces: Uint8Array[] = [frame.head()];
      const at = (): number => pieces.reduce((sum, { length }) => sum + length, 0);
      for (const samples of all) {
        const content = { samples, lines: new Uint8Array() };
        const block = await sink.pack(content, { ...form, aside: false });
        pieces.push(...(frame.add(block, at()) ?? []));
      }
      pieces.push(...(frame.rest(at()) ?? []), frame.foot());
      await writeFile(path, Buffer.concat(pieces));
      t.is(
        await read(openInput(path)),
        all
          .flat()
          .map(each => `${recordJson(each)}\n`)
          .join(''),
      );
    }),
    { numRuns: 30 },
  );
});

test('a text in bytes is packed as the text that it is, up to where a piece of it ends', async t => {
  const pack = (block: BlockSample) =>
    parquet.pack(
      { samples: [block], lines: new Uint8Array() },
      { level: 3, kind: 'plain', aside: false },
    );
  const pieces = [Piece.of('A "text" '), Piece.of('<of two>').part(1, 7)];
  t.deepEqual(
    await pack({ ...anySample(1), context: new RenderedText(pieces) }),
    await pack(anySample(1, { context: 'A "text" of two' })),
  );
});

test('notes that are damaged, or of other bytes, do not fit', async t => {
  const samples = [anySample(1)];
  const form = { level: 3, kind: 'plain' } as const;
  const block = await parquet.pack({ samples, lines: new Uint8Array() }, { ...form, aside: false });
  const frame = await parquet.frame(form);
  const { length } = block.bytes;
  t.true(frame.fits(length, [block.note]));
  t.true(frame.fits(2 * length, [block.note, block.note]));
  t.false(frame.fits(length + 1, [block.note]));
  for (const note of [undefined, {}, { ...(block.note as object), pages: [] }]) {
    t.false(frame.fits(length, [block.note, note]));
  }
});

test('a block is packed in columns: the same samples to the same bytes', async t => {
  const samples = [anySample(1), anySample(2)];
  const pack = (block: readonly BlockSample[]) =>
    parquet.pack(
      { samples: block, lines: new Uint8Array() },
      { level: 3, kind: 'plain', aside: false },
    );
  const packed = await pack(samples);
  t.deepEqual(await pack(structuredClone(samples)), packed);
  t.notDeepEqual(await pack(samples.slice(1)), packed);
});
