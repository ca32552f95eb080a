import test from 'ava';
import { SCANNERS } from '../../bench/scanners.js';

/** UTF-16 units to begin with, and at most. */
const UNITS = { least: 1 << 12, most: 1 << 17 };
const TIMES = 32;
/**
 * What is linear takes 32 times as long for 32 times as much, what is quadratic 1,024 times. A
 * machine that is busy takes longer for both, and the best of some runs of either is taken.
 */
const MOST = 300;
const RUNS = 3;
const LOOKS = 5;
/** Below this (ms) a time says nothing, and neither does its ratio to another. */
const ENOUGH = 1;

function best(work: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}

for (const [name, scanner] of Object.entries(SCANNERS)) {
  test.serial(`${name}: the time grows with the text, and not with its square`, t => {
    let units = UNITS.least;
    let few = best(scanner(units));
    while (few < ENOUGH && units < UNITS.most) {
      units *= 2;
      few = best(scanner(units));
    }
    // A pause of the machine makes a time longer and never shorter, so one fair look is enough.
    let many = Number.POSITIVE_INFINITY;
    for (let look = 0; look < LOOKS && many >= MOST * Math.max(few, ENOUGH); look++) {
      many = best(scanner(units * TIMES));
    }
    t.log(`${units} units: ${few.toFixed(1)} ms, ${TIMES} times as many: ${many.toFixed(1)} ms`);
    t.true(many < MOST * Math.max(few, ENOUGH), `${(many / few).toFixed(1)} times as long`);
  });
}
