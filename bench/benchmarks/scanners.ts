import { type Benchmark, sized } from '../benchmark.js';
import { childrenOf } from '../children.js';
import type { Figure } from '../figure.js';
import { SCANNERS } from '../scanners.js';
import { median } from '../turns.js';

/** UTF-16 units of the largest text. */
const UNITS = 1 << 21;
/** Sizes that are measured, each twice the one before. */
const SIZES = 4;
/** What is linear takes 8 times as long for 8 times as much, what is quadratic 64 times. */
const GROWN = { of: 'ratio', most: 16 } as const;
/** What takes less (ms) is over before it can be measured. */
const LEAST = 0.2;

export const tasks = {
  /** Milliseconds that each scanner takes for a text of so many units. */
  scan: async (units: number): Promise<Record<string, number>> => {
    const times = Object.entries(SCANNERS).map(([name, scanner]) => {
      const work = scanner(units);
      // Once for the machine to get warm.
      work();
      const start = performance.now();
      work();
      return [name, Math.max(LEAST, performance.now() - start)];
    });
    return Object.fromEntries(times) as Record<string, number>;
  },
};
const child = childrenOf<typeof tasks>(import.meta.url);

/** What looks through texts, over doubling sizes of texts that are hard on it. */
export const scanners: Benchmark = {
  name: 'scanners',
  on: scale => `texts made for each of them, of up to ${sized(scale, UNITS)} UTF-16 units`,
  needs: () => [],
  run: async (scale, note) => {
    const largest = Math.max(1 << 14, sized(scale, UNITS));
    const sizes = Array.from({ length: SIZES }, (_, i) => Math.ceil(largest / 2 ** i)).reverse();
    const rounds: Record<string, number>[][] = sizes.map(() => []);
    for (let round = 0; round < scale.rounds; round++) {
      for (const [i, units] of sizes.entries())
        rounds[i]!.push((await child('scan', units)).result);
    }
    note(`sizes: ${sizes.join(', ')} units; the ratios are of the largest to the smallest`);
    const timeOf = (name: string, size: number): number =>
      median(rounds.at(size)!.map(times => times[name]!));
    return Object.keys(SCANNERS).map(
      (name): Figure => ({
        what: name,
        value: timeOf(name, -1),
        unit: 'ms',
        against: { what: 'an eighth of it', value: timeOf(name, 0) },
        reach: GROWN,
      }),
    );
  },
};
