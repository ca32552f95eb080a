import test from 'ava';
import fc from 'fast-check';
import { bestExchange, type PossibleFiller } from '../../lib/fill/exchange.js';

type Chosen = Parameters<typeof bestExchange>[0][number];

const candidatesOf = (...tokens: number[]): PossibleFiller[] =>
  tokens.map((each, n) => ({ number: n, drawn: 100 + n, tokens: each }));

const chosen = (tokens: number, drawn?: number): Chosen => ({ tokens, drawn });

test('the exchange is taken that fills most: one for one, or one for two', t => {
  const passages = [chosen(50, 0), chosen(30, 1)];
  const one = bestExchange(passages, candidatesOf(58, 40, 36), 9, 1);
  t.deepEqual(one, { slot: 0, candidates: [candidatesOf(58)[0]!], gain: 8 });
  // With what stands around the second one: 35 + 22 + 2 - 50.
  const [long, , short] = candidatesOf(35, 30, 22);
  const two = bestExchange(passages, candidatesOf(35, 30, 22), 9, 2);
  t.deepEqual(two, { slot: 0, candidates: [long!, short!], gain: 9 });
});

test('own passages and siblings stay, and nothing is exchanged for what is no longer', t => {
  const longer = candidatesOf(20);
  t.is(bestExchange([chosen(10), chosen(10, -1)], longer, 50, 1), undefined);
  t.is(bestExchange([chosen(10), chosen(10, -1), chosen(10, 0)], longer, 50, 1)!.slot, 2);
  t.is(bestExchange([chosen(20, 0)], longer, 50, 1), undefined, 'as long');
  t.is(bestExchange([chosen(10, 0)], [], 50, 1), undefined);
  t.is(bestExchange([], longer, 50, 1), undefined);
});

test('of exchanges that fill as much the first one is taken, and one passage before two', t => {
  const twice = [chosen(10, 0), chosen(10, 1)];
  t.is(bestExchange(twice, candidatesOf(15), 5, 1)!.slot, 0);
  t.is(bestExchange(twice, candidatesOf(15, 10, 4), 5, 1)!.candidates.length, 1);
});

test('no other exchange would fill more', t => {
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 });
  const passages = fc.array(
    fc.record({
      tokens: fc.integer({ min: 1, max: 40 }),
      drawn: fc.option(fc.integer({ min: -3, max: 9 }), { nil: undefined }),
    }),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(passages, sizes, fc.nat(30), fc.nat(3), (passages, sizes, left, overhead) => {
      const candidates = candidatesOf(...sizes.sort((a, b) => b - a));
      const sets = candidates.flatMap((one, i) => [
        [one],
        ...candidates.slice(i + 1).map(other => [one, other]),
      ]);
      const gains = passages.flatMap(({ tokens, drawn = -1 }) =>
        sets.map(set => {
          const all = set.reduce((sum, each) => sum + each.tokens, 0);
          const gain = all + (set.length - 1) * overhead - tokens;
          return drawn >= 0 && gain <= left ? gain : 0;
        }),
      );
      const found = bestExchange(passages, candidates, left, overhead);
      t.is(found?.gain ?? 0, Math.max(0, ...gains));
    }),
  );
});
