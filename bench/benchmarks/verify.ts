import type { Benchmark } from '../benchmark.js';
import { someHotpot } from '../datasets.js';
import { LENGTH, samplesOf, timeCommand } from '../filters.js';
import { withFinished } from '../finished-samples.js';
import { TOKENIZER_FLAGS } from '../qwen3.js';

/** Finished samples held against dataset and tokenizer; ends in an error if one is wrong. */
export const verify: Benchmark = {
  name: 'verify',
  on: scale => `${samplesOf(scale)} samples of ${LENGTH}, Qwen3, one thread`,
  needs: scale => [someHotpot(scale)],
  run: scale =>
    withFinished(scale, ({ samples, plain, corpus }) =>
      timeCommand(scale, ['verify', samples, '--corpus', corpus, ...TOKENIZER_FLAGS], plain),
    ),
};
