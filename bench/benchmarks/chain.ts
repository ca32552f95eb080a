import type { Benchmark } from '../benchmark.js';
import { pipe } from '../command.js';
import { someHotpot } from '../datasets.js';
import { LENGTH, samplesOf, timeCommand, withFilters } from '../filters.js';

/** Filled samples as lines to samples with chains. */
export const chain: Benchmark = {
  name: 'chain',
  on: scale => `${samplesOf(scale)} samples of ${LENGTH}, Qwen3, one thread`,
  needs: scale => [someHotpot(scale)],
  run: scale =>
    withFilters(scale, async filters => {
      await pipe(scale, filters.fill);
      return timeCommand(scale, filters.chain, filters.chained);
    }),
};
