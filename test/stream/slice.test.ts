import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import test from 'ava';
import fc from 'fast-check';
import { flow } from '../../lib/stream/flow.js';
import { slice } from '../../lib/stream/slice.js';
import { all, closed, endless } from '../support/streams.js';

test('slice passes on what Array.slice would', async t => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer(), { maxLength: 40 }),
      fc.nat(45),
      fc.option(fc.nat(45), { nil: undefined }),
      async (items, from, count) => {
        const end = count === undefined ? undefined : from + count;
        const passed = await all(flow(Readable.from(items), slice(from, count)));
        t.deepEqual(passed, items.slice(from, end));
      },
    ),
    { numRuns: 60 },
  );
});

for (const [from, count] of [
  [0, 3],
  [5, 1],
  [2, 0],
  [0, 0],
] as const) {
  for (const greedy of [false, true]) {
    test(`slice(${from}, ${count}) ends an endless ${greedy ? 'greedy ' : ''}source early`, async t => {
      const { source, taken } = endless({ greedy });
      const passed = await all(flow(source, slice(from, count)));
      t.deepEqual(
        passed,
        Array.from({ length: count }, (_, i) => from + i),
      );
      await closed(source);
      t.true(source.destroyed);
      t.true(taken() < 100, `${taken()} records were taken`);
    });
  }
}

test('without a flow, slice lets its source come to its end', async t => {
  const passed: number[] = [];
  await pipeline(
    Readable.from([1, 2, 3, 4, 5]),
    slice(1, 2),
    new Writable({
      objectMode: true,
      write(record, _encoding, done) {
        passed.push(record);
        done();
      },
    }),
  );
  t.deepEqual(passed, [2, 3]);
});
