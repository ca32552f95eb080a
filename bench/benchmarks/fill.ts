import type { Benchmark } from '../benchmark.js';
import { someHotpot } from '../datasets.js';
import { LENGTH, samplesOf, timeCommand, withFilters } from '../filters.js';

/** Questions as lines to samples with their passages. */
export const fill: Benchmark = {
  name: 'fill',
  on: scale =>
    `${samplesOf(scale)} samples of ${LENGTH} from a corpus of ${someHotpot(scale).questions} HotpotQA-shaped questions, Qwen3, one thread`,
  needs: scale => [someHotpot(scale)],
  run: scale => withFilters(scale, filters => timeCommand(scale, filters.fill, filters.filled)),
};
