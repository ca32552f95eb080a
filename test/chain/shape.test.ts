import test from 'ava';
import fc from 'fast-check';
import { linkChain, pairsPerChain } from '../../lib/chain/shape.js';
import { keyedRandom } from '../../lib/random.js';

const counter = (): (() => string) => {
  let next = 0;
  return () => `k${next++}`;
};

test('in a chain every value is the next key, and the last one the question', t => {
  const { pairs, path } = linkChain(
    'Which river?',
    { shape: 'chain', hops: 3, branching: 5 },
    counter(),
    () => 0,
  );
  t.deepEqual(path, ['k0', 'k1', 'k2']);
  t.deepEqual(pairs, [
    ['k0', 'k1'],
    ['k1', 'k2'],
    ['k2', 'Which river?'],
  ]);
});

test('in a tree every key on the way has further values, that are keys of nothing', t => {
  const { pairs, path } = linkChain(
    'Which river?',
    { shape: 'tree', hops: 2, branching: 3 },
    counter(),
    () => 1,
  );
  t.deepEqual(path, ['k0', 'k1']);
  t.deepEqual(pairs, [
    ['k0', 'k2'],
    ['k0', 'k1'],
    ['k0', 'k3'],
    ['k1', 'k4'],
    ['k1', 'Which river?'],
    ['k1', 'k5'],
  ]);
});

test('in a full tree all keys lead on, down to a last level of single pairs', t => {
  const options = { shape: 'full-tree', hops: 3, branching: 2 } as const;
  const { pairs, path } = linkChain('Which river?', options, counter(), width => width - 1);
  t.deepEqual(path, ['k0', 'k2', 'k6']);
  t.deepEqual(pairs, [
    ['k0', 'k1'],
    ['k0', 'k2'],
    ['k1', 'k3'],
    ['k1', 'k4'],
    ['k2', 'k5'],
    ['k2', 'k6'],
    ['k3', 'k7'],
    ['k4', 'k8'],
    ['k5', 'k9'],
    ['k6', 'Which river?'],
  ]);
});

test('a full tree of 4 hops that branch in two has 15 keys and 22 pairs', t => {
  const options = { shape: 'full-tree', hops: 4, branching: 2 } as const;
  const { pairs } = linkChain('Q?', options, counter(), () => 0);
  t.is(new Set(pairs.map(([key]) => key)).size, 15);
  t.is(pairs.length, 22);
  t.is(pairsPerChain(options), 22);
});

test('a full tree is even: every key branches alike, every leaf is as deep', t => {
  const options = fc.record({
    shape: fc.constant('full-tree' as const),
    hops: fc.integer({ min: 1, max: 6 }),
    branching: fc.integer({ min: 2, max: 4 }),
  });
  fc.assert(
    fc.property(options, fc.nat(), (shape, seed) => {
      const { pairs, path } = linkChain('Q?', shape, counter(), keyedRandom(seed).below);
      t.is(pairs.length, pairsPerChain(shape));
      t.is(new Set(pairs.map(([, value]) => value)).size, pairs.length);
      let level = [path[0]!];
      for (let hop = 1; hop <= shape.hops; hop++) {
        t.is(level.length, shape.branching ** (hop - 1));
        t.true(level.includes(path[hop - 1]!));
        const below = pairs.filter(([key]) => level.includes(key));
        t.is(below.length, level.length * (hop < shape.hops ? shape.branching : 1));
        level = below.map(([, value]) => value);
      }
      t.deepEqual(
        pairs.filter(([, value]) => value === 'Q?').map(([key]) => key),
        [path.at(-1)],
      );
    }),
  );
});

test('following the keys leads to the question in as many pairs as there are hops, one way', t => {
  const options = fc.record({
    shape: fc.constantFrom('chain' as const, 'tree' as const),
    hops: fc.integer({ min: 1, max: 9 }),
    branching: fc.integer({ min: 2, max: 4 }),
  });
  fc.assert(
    fc.property(options, fc.nat(), (shape, seed) => {
      const { pairs, path } = linkChain('Q?', shape, counter(), keyedRandom(seed).below);
      t.is(pairs.length, pairsPerChain(shape));
      const values = pairs.map(([, value]) => value);
      t.is(new Set(values).size, values.length);
      let reached = ['Q?'];
      for (let hop = shape.hops - 1; hop >= 0; hop--) {
        reached = pairs.filter(([, value]) => reached.includes(value)).map(([key]) => key);
        t.deepEqual(reached, [path[hop]]);
      }
      const keys = new Set(pairs.map(([key]) => key));
      t.deepEqual([...keys].sort(), [...path].sort());
    }),
  );
});

test('the way on stands at every place among the branches', t => {
  const random = keyedRandom('branches');
  const places = new Set<number>();
  for (let i = 0; i < 200; i++) {
    const { pairs } = linkChain(
      'Q?',
      { shape: 'tree', hops: 1, branching: 4 },
      counter(),
      random.below,
    );
    places.add(pairs.findIndex(([, value]) => value === 'Q?'));
  }
  t.deepEqual([...places].sort(), [0, 1, 2, 3]);
});
