import test from 'ava';
import fc from 'fast-check';
import { MergeList } from '../../../lib/tokenize/counting/merge-list.js';
import { PairTable } from '../../../lib/tokenize/counting/pair-table.js';

/** Few tokens, so that pairs come again; and large ones. */
const token = fc.oneof(fc.nat(5), fc.nat(300_000));

test('a table of merges gives the last rank of each pair, and no other', t => {
  fc.assert(
    fc.property(fc.array(fc.tuple(token, token)), token, token, (pairs, left, right) => {
      const list = new MergeList();
      const ranks = new Map<string, number>();
      pairs.forEach(([a, b], rank) => {
        list.push(a, b, 2 * rank);
        ranks.set(`${a} ${b}`, rank);
      });
      const table = new PairTable(list);
      t.deepEqual(
        [...list.made()],
        pairs.map((_, rank) => 2 * rank),
      );
      for (const [a, b] of [...pairs, [left, right] as const]) {
        t.is(table.get(a, b), ranks.get(`${a} ${b}`) ?? -1);
        t.is(table.get(b, a), ranks.get(`${b} ${a}`) ?? -1);
      }
    }),
  );
});

test('a list and its table hold half a million merges', t => {
  const list = new MergeList();
  for (let i = 0; i < 500_000; i++) list.push(i % 1000, i, i + 1);
  const table = new PairTable(list);
  t.is(list.length, 500_000);
  for (let i = 0; i < 500_000; i += 997) t.is(table.get(i % 1000, i), i);
  t.is(table.get(1, 0), -1);
});
