import test from 'ava';
import fc from 'fast-check';
import { spreadPoints } from '../../lib/chain/points.js';
import type { Point } from '../../lib/prompt/points.js';
import { keyedRandom } from '../../lib/random.js';

const pointsAt = (...ats: number[]): Point[] =>
  ats.map((at, i) => ({ passage: i, where: 'after', offset: 0, at }));

const layouts = fc
  .uniqueArray(fc.nat(10_000), { minLength: 1, maxLength: 80 })
  .map(ats => ats.sort((a, b) => a - b));

test('points come in order, and repeat only where there are fewer than pairs', t => {
  fc.assert(
    fc.property(layouts, fc.integer({ min: 1, max: 120 }), fc.nat(), (ats, count, seed) => {
      const chosen = spreadPoints(pointsAt(...ats), 10_000, count, keyedRandom(seed));
      t.is(chosen.length, count);
      t.true(chosen.every(({ at }) => ats.includes(at)));
      t.true(chosen.every(({ at }, i) => i === 0 || at >= chosen[i - 1]!.at));
      if (ats.length >= count) t.is(new Set(chosen).size, count);
    }),
  );
});

test('each pair stands near its own stretch of the context', t => {
  const ats = Array.from({ length: 1000 }, (_, i) => i * 10);
  for (let seed = 0; seed < 50; seed++) {
    const chosen = spreadPoints(pointsAt(...ats), 10_000, 20, keyedRandom(seed));
    chosen.forEach(({ at }, i) => {
      t.true(at >= i * 500 - 10 && at <= (i + 1) * 500 + 10, `pair ${i} stands at ${at}`);
    });
  }
});

test('over many contexts, every place is taken equally often', t => {
  const ats = Array.from({ length: 200 }, (_, i) => i * 50 + 25);
  const tenths = new Array<number>(10).fill(0);
  for (let seed = 0; seed < 2000; seed++) {
    for (const { at } of spreadPoints(pointsAt(...ats), 10_000, 7, keyedRandom(seed))) {
      tenths[Math.floor(at / 1000)]!++;
    }
  }
  for (const count of tenths) t.true(Math.abs(count - 1400) < 140, `${tenths}`);
});

test('where there are many more pairs than points, the points share them evenly', t => {
  const chosen = spreadPoints(pointsAt(0, 2500, 5000, 7500, 10_000), 10_000, 400, keyedRandom(1));
  const counts = new Map<number, number>();
  for (const { at } of chosen) counts.set(at, (counts.get(at) ?? 0) + 1);
  t.is(counts.size, 5);
  for (const [at, count] of counts) {
    const share = at === 0 || at === 10_000 ? 50 : 100;
    t.true(Math.abs(count - share) <= 2, `${count} at ${at}`);
  }
});
