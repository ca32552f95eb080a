import type { Benchmark } from '../benchmark.js';
import { corpusOf, fileOf, someHotpot } from '../datasets.js';
import { LENGTH, samplesOf, timeCommand } from '../filters.js';
import { keychain } from '../keychain.js';
import { withPlain } from '../pigz.js';
import { TOKENIZER_FLAGS } from '../qwen3.js';

/** Finished samples held against dataset and tokenizer; ends in an error if one is wrong. */
export const verify: Benchmark = {
  name: 'verify',
  on: scale => `${samplesOf(scale)} samples of ${LENGTH}, Qwen3, one thread`,
  needs: scale => [someHotpot(scale)],
  run: async scale => {
    const file = fileOf(scale, someHotpot(scale));
    const corpus = await corpusOf(scale, someHotpot(scale));
    const run = { file, corpus, lengths: LENGTH, samples: samplesOf(scale) };
    return keychain(scale, run, (_, [samples]) =>
      withPlain(samples!, plain =>
        timeCommand(scale, ['verify', samples!, '--corpus', corpus, ...TOKENIZER_FLAGS], plain),
      ),
    );
  },
};
