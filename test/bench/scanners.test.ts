import { existsSync, readFileSync } from 'node:fs';
import test from 'ava';
import { SCANNERS } from '../../bench/scanners.js';

/** UTF-16 units to begin with, and at most. */
const UNITS = { least: 1 << 12, most: 1 << 17 };
const TIMES = 32;
/**
 * What is linear takes 32 times as long for 32 times as much, what is quadratic 1,024 times. A
 * machine that is busy takes longer for both, and the best of some runs of either is taken; where Linux tells it,
 * only what this thread has had of a processor counts.
 */
const MOST = 300;
const RUNS = 3;
const LOOKS = 5;
/** Below this (ms) a time says nothing, and neither does its ratio to another. */
const ENOUGH = 1;

/** What Linux counts for the thread that reads it: nanoseconds on a processor, and waiting for one. */
const OWN_TIME = '/proc/thread-self/schedstat';

/** Milliseconds that this thread has had a processor, where that is told: waiting for one is no work. */
const now: () => number = existsSync(OWN_TIME)
  ? () => Number(readFileSync(OWN_TIME, 'latin1').split(' ')[0]) / 1e6
  : () => performance.now();

function best(work: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = now();
    work();
    return now() - start;
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
