import test from 'ava';
import type { BlockSample } from '../../../lib/output/sink.js';
import { parquet } from '../../../lib/output/sinks/parquet.js';
import { RenderedText } from '../../../lib/prompt/rendered-text.js';
import { anySample } from '../../support/sample.js';

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
