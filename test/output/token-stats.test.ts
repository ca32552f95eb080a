import test from 'ava';
import fc from 'fast-check';
import { addTokens, joinTokens, NO_TOKENS, tokenStats } from '../../lib/output/token-stats.js';

test('token statistics are those of all samples', t => {
  t.is(tokenStats(NO_TOKENS), null);
  const counts = [5, 1, 4].reduce(addTokens, NO_TOKENS);
  t.deepEqual(tokenStats(counts), { min: 1, mean: 3, max: 5, total: 10 });
});

test('it does not matter how samples are grouped', t => {
  const tokens = fc.array(fc.nat(1 << 20));
  fc.assert(
    fc.property(tokens, tokens, (a, b) => {
      const apart = joinTokens(a.reduce(addTokens, NO_TOKENS), b.reduce(addTokens, NO_TOKENS));
      t.deepEqual(apart, [...a, ...b].reduce(addTokens, NO_TOKENS));
    }),
  );
});
