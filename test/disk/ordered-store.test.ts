import test from 'ava';
import fc from 'fast-check';
import { orderedStore } from '../../lib/disk/ordered-store.js';

test('values come in the order of their keys, below zero and between whole numbers too', async t => {
  const key = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.double({ noNaN: true }));
  // Zeros are one, whatever their sign.
  const keys = fc.uniqueArray(key, { selector: each => each.join(), maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(keys, async all => {
      const store = orderedStore<string>();
      for (const each of all) store.put(each, each.join());
      const sorted = [...all].sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(each => each.join());
      const unique = [...new Set(sorted)];
      t.deepEqual(
        [...store.entries()].map(({ value }) => value),
        unique,
      );
      t.deepEqual(
        [...store.entriesOf(2)].map(({ value }) => value),
        unique.filter(each => each.startsWith('2,')),
      );
      for (const each of all) t.is(store.get(each), each.join());
      t.is(store.get([9, 9]), undefined);
      await store.close();
      await store.close();
    }),
    { numRuns: 40 },
  );
});

test('more than a transaction is there at once', async t => {
  const store = orderedStore<number>();
  for (let i = 2999; i >= 0; i--) store.put([i], i);
  t.is(store.get([2999]), 2999);
  t.deepEqual([...store.entries()].map(({ value }) => value).slice(0, 3), [0, 1, 2]);
  await store.close();
});
