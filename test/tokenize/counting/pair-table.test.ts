import test from 'ava';
import fc from 'fast-check';
import { PairTable } from '../../../lib/tokenize/counting/pair-table.js';

/** Few tokens, so that pairs come again; and large ones. */
const token = fc.oneof(fc.nat(5), fc.nat(300_000));

test('a table gives the last value of each pair, and of no other', t => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(token, token, fc.nat(1000))),
      token,
      token,
      (pairs, left, right) => {
        const table = new PairTable();
        const map = new Map<string, number>();
        for (const [a, b, value] of pairs) {
          table.set(a, b, value);
          map.set(`${a} ${b}`, value);
        }
        for (const [a, b] of [...pairs, [left, right] as const]) {
          t.is(table.get(a, b), map.get(`${a} ${b}`) ?? -1);
          t.is(table.get(b, a), map.get(`${b} ${a}`) ?? -1);
        }
      },
    ),
  );
});

test('it holds half a million pairs', t => {
  const table = new PairTable();
  for (let i = 0; i < 500_000; i++) table.set(i % 1000, i, i);
  for (let i = 0; i < 500_000; i += 997) t.is(table.get(i % 1000, i), i);
  t.is(table.get(1, 0), -1);
});
