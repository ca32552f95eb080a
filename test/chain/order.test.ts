import test from 'ava';
import { orderPairs } from '../../lib/chain/order.js';
import { keyedRandom } from '../../lib/random.js';
import type { HopOrder, Pair } from '../../lib/records/sample.js';

const HOPS = 4;
const chains = Array.from({ length: 6 }, (_, chain) => {
  const path = Array.from({ length: HOPS }, (_, hop) => `${chain}.${hop}`);
  return { path, pairs: path.map((key): Pair => [key, `after ${key}`]) };
});
const ordered = (hopOrder: HopOrder, seed = 1): Pair[] =>
  orderPairs(
    chains.map(({ pairs }) => pairs),
    hopOrder,
    keyedRandom('order', seed),
  );
const hopsOf = (pairs: Pair[], chain: number): number[] =>
  pairs.filter(([key]) => key.startsWith(`${chain}.`)).map(([key]) => Number(key.split('.')[1]));

test('every pair is there once, in every order', t => {
  const expected = chains.flatMap(({ path }) => path).sort();
  for (const order of ['random', 'forward', 'backward'] as const) {
    t.deepEqual(
      ordered(order)
        .map(([key]) => key)
        .sort(),
      expected,
    );
  }
});

test('forward keeps the hops of each chain in order, backward turns them round', t => {
  for (const chain of chains.keys()) {
    t.deepEqual(hopsOf(ordered('forward'), chain), [0, 1, 2, 3]);
    t.deepEqual(hopsOf(ordered('backward'), chain), [3, 2, 1, 0]);
  }
});

test('random gives each order of the hops of a chain equally often', t => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 2400; seed++) {
    const order = hopsOf(ordered('random', seed), 0).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  t.is(counts.size, 24);
  for (const count of counts.values()) t.true(count > 50 && count < 160, `${count}`);
});

test('the chains are mixed: the first pair is that of any chain', t => {
  for (const order of ['random', 'forward', 'backward'] as const) {
    const first = new Set<string>();
    for (let seed = 0; seed < 100; seed++) first.add(ordered(order, seed)[0]![0].split('.')[0]!);
    t.is(first.size, chains.length, order);
  }
});
