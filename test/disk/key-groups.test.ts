import test from 'ava';
import fc from 'fast-check';
import { keyGroups } from '../../lib/disk/key-groups.js';

/** The numbers of things' groups, by walking from key to key. */
function byWalking(things: readonly (readonly string[])[]): number[] {
  const numbers: number[] = [];
  let count = 0;
  for (const start of things.keys()) {
    if (numbers[start] !== undefined) continue;
    const found = new Set(things[start]);
    for (let size = -1; size !== found.size; ) {
      size = found.size;
      for (const keys of things)
        if (keys.some(key => found.has(key))) for (const key of keys) found.add(key);
    }
    for (const [i, keys] of things.entries()) if (found.has(keys[0]!)) numbers[i] = count;
    count++;
  }
  return numbers;
}

test('things that a chain of keys joins are one group, numbered as they came', async t => {
  const thing = fc.array(fc.constantFrom(...'abcdefghijklmnop'), { minLength: 1, maxLength: 3 });
  const things = fc.array(thing, { maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(things, async all => {
      const groups = keyGroups();
      for (const keys of all) groups.join(keys);
      const { count, of } = groups.number();
      const expected = byWalking(all);
      t.is(count, new Set(expected).size);
      for (const [i, keys] of all.entries()) for (const key of keys) t.is(of(key), expected[i]);
      t.is(of('never'), undefined);
      await groups.close();
    }),
    { numRuns: 60 },
  );
});
