import test from 'ava';
import fc from 'fast-check';
import { keyedPermutation, keyedRandom } from '../lib/random.js';

const keys = fc.array(fc.oneof(fc.string({ maxLength: 3 }), fc.nat(20)), { maxLength: 3 });

const draw = (count: number, ...key: (string | number)[]): number[] => {
  const random = keyedRandom(...key);
  return Array.from({ length: count }, () => random.float());
};

/** Pearson's statistic against equal shares. */
function chiSquare(counts: number[]): number {
  const expected = counts.reduce((a, b) => a + b) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

test('the sequences are the ones of version 1, on every machine', t => {
  t.deepEqual(
    draw(3, 42, 'hotpotqa', 'q'),
    [0.4350527543736449, 0.7071741144678834, 0.36088325985882985],
  );
  const random = keyedRandom('golden');
  t.deepEqual(
    Array.from({ length: 8 }, () => random.below(100)),
    [62, 14, 24, 31, 61, 99, 63, 77],
  );
  t.deepEqual(keyedRandom('golden').shuffle([0, 1, 2, 3, 4, 5, 6, 7]), [0, 7, 3, 2, 5, 6, 1, 4]);
  const permutation = keyedPermutation(10, 'golden');
  t.deepEqual(
    Array.from({ length: 10 }, (_, i) => permutation.at(i)),
    [8, 6, 9, 4, 1, 0, 7, 2, 3, 5],
  );
  t.is(keyedPermutation(100_000_000, 'golden').at(12_345), 11370199);
});

test('equal keys give equal sequences, different keys different ones', t => {
  fc.assert(
    fc.property(keys, keys, (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b);
      t.deepEqual(draw(4, ...a), draw(4, ...a));
      t.is(JSON.stringify(draw(4, ...a)) === JSON.stringify(draw(4, ...b)), same);
    }),
  );
});

for (const [a, b] of [
  [
    ['ab', 'c'],
    ['a', 'bc'],
  ],
  [[1], ['1']],
  [[], ['']],
  [[1, 2], ['1,2']],
  [['a"', 'b'], ['a","b']],
  [
    [12, 3],
    [1, 23],
  ],
] as (string | number)[][][]) {
  test(`the keys ${JSON.stringify(a)} and ${JSON.stringify(b)} are not confused`, t => {
    t.notDeepEqual(draw(4, ...a!), draw(4, ...b!));
  });
}

test('floats are in [0, 1) and evenly spread', t => {
  const floats = draw(100_000, 'floats');
  t.true(floats.every(x => x >= 0 && x < 1));
  const counts = new Array<number>(100).fill(0);
  for (const x of floats) counts[Math.floor(x * 100)]!++;
  // 99 degrees of freedom: above 149 in one of a thousand honest sequences.
  t.true(chiSquare(counts) < 149, `${chiSquare(counts)}`);
});

test('whole numbers below a limit are all there and evenly spread', t => {
  const random = keyedRandom('below');
  for (const limit of [1, 2, 7, 10]) {
    const counts = new Array<number>(limit).fill(0);
    for (let i = 0; i < 20_000; i++) counts[random.below(limit)]!++;
    t.is(counts.length, limit);
    t.true(chiSquare(counts) < 30, `${limit}: ${counts.join(' ')}`);
  }
});

test('normal numbers have mean 0 and variance 1, and 4.6 % are beyond 2', t => {
  const random = keyedRandom('normal');
  const drawn = Array.from({ length: 100_000 }, () => random.normal());
  const mean = drawn.reduce((a, b) => a + b) / drawn.length;
  const variance = drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / drawn.length;
  const beyond = drawn.filter(x => Math.abs(x) > 2).length / drawn.length;
  t.true(Math.abs(mean) < 0.01, `${mean}`);
  t.true(Math.abs(variance - 1) < 0.02, `${variance}`);
  t.true(Math.abs(beyond - 0.0455) < 0.003, `${beyond}`);
});

test('a shuffle keeps every item, in the same array', t => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.string(), (items, key) => {
      const array = [...items];
      t.is(keyedRandom(key).shuffle(array), array);
      t.deepEqual(
        [...array].sort((a, b) => a - b),
        [...items].sort((a, b) => a - b),
      );
    }),
  );
});

test('a shuffle makes every order equally often', t => {
  const orders = new Map<string, number>();
  const random = keyedRandom('orders');
  for (let i = 0; i < 24_000; i++) {
    const order = random.shuffle([1, 2, 3, 4]).join('');
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  t.is(orders.size, 24);
  // 23 degrees of freedom.
  t.true(chiSquare([...orders.values()]) < 50);
});

test('a permutation holds every number once, and finds each again', t => {
  const check = (size: number, key: string | number): void => {
    const permutation = keyedPermutation(size, key);
    t.is(permutation.size, size);
    const seen = new Uint8Array(size);
    for (let position = 0; position < size; position++) {
      const item = permutation.at(position);
      seen[item]!++;
      if (permutation.positionOf(item) !== position) t.fail(`${size}: ${position} -> ${item}`);
    }
    t.true(
      seen.every(times => times === 1),
      `${size}`,
    );
  };
  for (let size = 0; size <= 70; size++) check(size, 'small');
  fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), check), { numRuns: 40 });
});

test('a large permutation stays inside and finds its numbers again', t => {
  for (const size of [2 ** 16, 2 ** 16 + 1, 100_000_000, 2 ** 31 + 5, 2 ** 32 - 1, 2 ** 32]) {
    const permutation = keyedPermutation(size, 'large');
    const positions = [0, 1, 2, Math.floor(size / 2), size - 2, size - 1];
    const items = positions.map(position => permutation.at(position));
    t.true(items.every(item => Number.isInteger(item) && item >= 0 && item < size));
    t.deepEqual(
      items.map(item => permutation.positionOf(item)),
      positions,
    );
    t.is(new Set(items).size, items.length);
  }
});

test('what is not in a permutation is an error, not an endless walk', t => {
  for (const [size, outside] of [
    [0, 0],
    [1, 1],
    [5, 5],
    [5, -1],
    [5, 7],
    [5, Number.NaN],
  ] as const) {
    const permutation = keyedPermutation(size, 'bounds');
    t.throws(() => permutation.at(outside), { instanceOf: RangeError });
    t.throws(() => permutation.positionOf(outside), { instanceOf: RangeError });
  }
});

test('permutations differ by key and by size, and each item is as likely at each position', t => {
  const order = (size: number, key: number): string => {
    const permutation = keyedPermutation(size, key);
    return Array.from({ length: size }, (_, i) => permutation.at(i)).join();
  };
  t.is(order(50, 1), order(50, 1));
  t.not(order(50, 1), order(50, 2));
  for (const size of [2, 3, 5, 8, 11]) {
    for (const position of [0, size - 1]) {
      const counts = new Array<number>(size).fill(0);
      for (let key = 0; key < 4000; key++) counts[keyedPermutation(size, key).at(position)]!++;
      t.true(chiSquare(counts) < 32, `${size} at ${position}: ${counts.join(' ')}`);
    }
  }
});
