import test from 'ava';
import fc from 'fast-check';
import {
  PLACEMENT_PARAMETERS,
  PLACEMENTS,
  type PlacementName,
  type PlacementValues,
} from '../../../lib/fill/placements/registry.js';
import { keyedRandom, type Random } from '../../../lib/random.js';
import { namesOf } from '../../../lib/values/registry.js';
import { defaultsOf } from '../../support/defaults.js';

const REFERENCE = defaultsOf(PLACEMENT_PARAMETERS);

const slotsOf = (
  placement: PlacementName,
  count: number,
  slots: number,
  values: Partial<PlacementValues>,
  random: Random,
): number[] => PLACEMENTS[placement].slots(count, slots, { ...REFERENCE, ...values }, random);

test("sigma and clamp are the reference's unless something else is said", t => {
  t.like(REFERENCE, { sigma: 0.3, clamp: 0.95 });
});

test('slots are distinct and exist, for every placement, down to as many as there are', t => {
  const sizes = fc.nat(6).chain(count => fc.tuple(fc.constant(count), fc.integer({ min: count })));
  const spread = fc.constantFrom(1e-9, 0.3, 40);
  fc.assert(
    fc.property(
      sizes.filter(([, slots]) => slots < 3000),
      fc.constantFrom(...namesOf(PLACEMENTS)),
      spread,
      fc.nat(),
      ([count, slots], placement, sigma, seed) => {
        const chosen = slotsOf(placement, count, slots, { sigma }, keyedRandom(seed));
        t.is(new Set(chosen).size, count);
        t.true(chosen.every(slot => Number.isInteger(slot) && slot >= 0 && slot < slots));
      },
    ),
  );
});

test('start takes the first slots, end the last, spread those at equal distances', t => {
  const slots = (placement: 'start' | 'end' | 'spread', count: number, of: number): number[] =>
    slotsOf(placement, count, of, {}, keyedRandom(1)).sort((a, b) => a - b);
  t.deepEqual(slots('start', 3, 10), [0, 1, 2]);
  t.deepEqual(slots('end', 3, 10), [7, 8, 9]);
  t.deepEqual(slots('spread', 2, 12), [3, 9]);
  t.deepEqual(slots('spread', 4, 4), [0, 1, 2, 3]);
  t.deepEqual(slots('spread', 1, 9), [4]);
});

/** How often each of `slots` slots is taken in `draws` draws of one passage. */
function shares(placement: 'uniform' | 'gaussian', slots: number, draws: number): number[] {
  const counts = new Array<number>(slots).fill(0);
  const random = keyedRandom('shares');
  for (let i = 0; i < draws; i++) {
    counts[slotsOf(placement, 1, slots, {}, random)[0]!]!++;
  }
  return counts.map(count => count / draws);
}

test('uniform takes every slot equally often', t => {
  for (const share of shares('uniform', 10, 40_000)) t.true(Math.abs(share - 0.1) < 0.01);
});

/** Distribution function of the standard normal distribution, by Simpson's rule. */
function phi(z: number): number {
  const steps = 2000;
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(z);
  for (let i = 1; i < steps; i++) sum += density((z * i) / steps) * (i % 2 ? 4 : 2);
  return 0.5 + (sum * z) / steps / 3;
}

test("gaussian follows the reference's formula", t => {
  const slots = 11;
  const { sigma, clamp } = REFERENCE;
  // Slot k is taken for x in [lower, upper); what is cut lands in the first and the last slot.
  const bound = (k: number): number => (k / (slots - 1)) * 2 * clamp - clamp;
  const below = (k: number): number => (k <= 0 ? 0 : phi(bound(k) / sigma));
  const found = shares('gaussian', slots, 40_000);
  for (let k = 0; k < slots; k++) {
    const expected = (k === slots - 1 ? 1 : below(k + 1)) - below(k);
    t.true(Math.abs(found[k]! - expected) < 0.01, `slot ${k}: ${found[k]}, expected ${expected}`);
  }
});

test('gaussian with a tiny sigma still finds a slot for each, next to each other', t => {
  const slots = slotsOf('gaussian', 4, 101, { sigma: 1e-12 }, keyedRandom(3)).sort((a, b) => a - b);
  t.is(slots.at(-1)! - slots[0]!, 3);
  t.true(slots.includes(49) || slots.includes(50));
});

/** A source whose normal numbers are written down, the last one again and again; counts those drawn. */
function normals(...numbers: readonly number[]): { random: Random; drawn: () => number } {
  let drawn = 0;
  const normal = (): number => numbers[Math.min(drawn++, numbers.length - 1)]!;
  return { random: { ...keyedRandom(1), normal }, drawn: () => drawn };
}

test('gaussian cuts what lies outside, and takes the slot below', t => {
  const slot = (x: number): number =>
    slotsOf('gaussian', 1, 9, { sigma: 0.5, clamp: 1 }, normals(x).random)[0]!;
  const drawn = [-9, -2, -1.52, -1.5, 0, 0.49, 0.5, 1.99, 2, 9];
  t.deepEqual(drawn.map(slot), [0, 0, 0, 1, 4, 4, 5, 7, 8, 8]);
});

test('gaussian draws again what is taken, and after 1,000 times takes the nearest free slot', t => {
  const { random, drawn } = normals(0);
  t.deepEqual(slotsOf('gaussian', 10, 10, {}, random), [4, 3, 5, 2, 6, 1, 7, 0, 8, 9]);
  t.is(drawn(), 1 + 1001 + 8);
  const twice = normals(0, 0, 0, 9);
  t.deepEqual(slotsOf('gaussian', 2, 10, {}, twice.random), [4, 9]);
  t.is(twice.drawn(), 4);
  t.deepEqual(slotsOf('gaussian', 3, 5, {}, normals(-9).random), [0, 1, 2]);
  t.deepEqual(slotsOf('gaussian', 3, 5, {}, normals(9).random), [4, 3, 2]);
});

test('where nothing is to be placed nothing is drawn', t => {
  const { random, drawn } = normals(0);
  t.deepEqual(slotsOf('gaussian', 0, 10, {}, random), []);
  t.is(drawn(), 0);
});
