import { Readable } from 'node:stream';
import test from 'ava';
import fc from 'fast-check';
import { recordJson } from '../../lib/json/json-text.js';
import { parquetRows } from '../../lib/parquet/write/parquet-rows.js';
import { COLUMNS } from '../../lib/records/columns.js';
import { bytesOf, fileOf } from '../datasets/fixtures.js';
import { linesOf } from '../support/parquet.js';
import { anySample } from '../support/sample.js';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('\u2028', '\u0085', '\u2029', '"', '\\', '\0', 'é', '🎸', 'a'),
  }),
);

const sample = fc
  .tuple(fc.nat(), text, fc.array(text), text, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([number, input, answers, context, sigma]) => {
    const { meta } = anySample(number);
    return anySample(number, { input, answers, context, meta: { ...meta, sigma: sigma + 0 } });
  });

test('samples that are written as Parquet are read as the very lines that JSON has of them', async t => {
  await fc.assert(
    fc.asyncProperty(fc.array(sample, { maxLength: 20 }), async samples => {
      const stored = await bytesOf(Readable.from(samples).pipe(parquetRows(COLUMNS.plain)));
      t.deepEqual(linesOf(fileOf(stored)), samples.map(recordJson));
    }),
    { numRuns: 60 },
  );
});

test('of a bit that flips in a file nothing comes out that was not written', async t => {
  const rows = Array.from({ length: 50 }, (_, i) => ({ a: `text ${i}`, b: [i, null], c: i > 20 }));
  const columns = { a: 'text', b: ['whole'], c: 'flag' } as const;
  const stored = await bytesOf(Readable.from(rows).pipe(parquetRows(columns)));
  const written = linesOf(fileOf(stored));
  const foot = stored.length - 8 - stored.readUInt32LE(stored.length - 8);
  let found = 0;
  for (let at = 4; at < foot; at++) {
    const damaged = Buffer.from(stored);
    damaged[at]! ^= 1;
    try {
      // Some bits of a page's header say nothing that matters.
      t.deepEqual(linesOf(fileOf(damaged)), written, `${at}`);
    } catch {
      found++;
    }
  }
  t.true(found > (foot - 4) * 0.8, `${found} of ${foot - 4}`);
});
