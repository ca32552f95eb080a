import test from 'ava';
import fc from 'fast-check';
import { splitSizes } from '../../lib/mix/draw/split-sizes.js';
import type { Splits } from '../../lib/mix/recipe/recipe.js';

const of = (...sizes: Splits[number]['size'][]): Splits =>
  sizes.map((size, i) => ({ split: (['train', 'test', 'valid'] as const)[i]!, size }));

test('counts, shares and the rest', t => {
  t.deepEqual(splitSizes(of('rest'), 9), { counts: [9], left: 0, missing: 0 });
  t.deepEqual(splitSizes(of('rest', { count: 2 }, { share: 0.1 }), 100), {
    counts: [88, 2, 10],
    left: 0,
    missing: 0,
  });
  t.deepEqual(splitSizes(of({ count: 5 }), 9), { counts: [5], left: 4, missing: 0 });
  t.deepEqual(splitSizes(of({ count: 5 }, { count: 6 }), 9), {
    counts: [5, 4],
    left: 0,
    missing: 2,
  });
  t.deepEqual(splitSizes(of({ share: 0.95 }, { share: 0.05 }), 30), {
    counts: [29, 1],
    left: 0,
    missing: 0,
  });
});

test('every question is dealt out once, or is left', t => {
  const size = fc.oneof(
    fc.record({ count: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.constant('rest' as const),
  );
  fc.assert(
    fc.property(fc.array(size, { minLength: 1, maxLength: 3 }), fc.nat(50), (sizes, questions) => {
      const { counts, left } = splitSizes(of(...sizes), questions);
      t.true(counts.every(count => Number.isInteger(count) && count >= 0));
      t.is(
        counts.reduce((sum, count) => sum + count, left),
        questions,
      );
    }),
  );
});
