import { type Benchmark, type Scale, sized } from '../benchmark.js';
import { pipe } from '../command.js';
import { corpusOf, fileOf, someHotpot } from '../datasets.js';
import { LENGTH } from '../filters.js';
import { keychain, WORKERS } from '../keychain.js';
import { TOKENIZER_FLAGS } from '../qwen3.js';
import { inTurn } from '../turns.js';

const MOST_TIME = 0.8;
const samplesOf = (scale: Scale): number => sized(scale, 2000);

/**
 * Finished samples held against dataset and tokenizer, on as many threads as made them; ends in an error if
 * one is wrong.
 */
export const verify: Benchmark = {
  name: 'verify',
  on: scale => `${samplesOf(scale)} samples of ${LENGTH}, Qwen3, ${WORKERS} threads`,
  needs: scale => [someHotpot(scale)],
  run: async scale => {
    const file = fileOf(scale, someHotpot(scale));
    const corpus = await corpusOf(scale, someHotpot(scale));
    const run = { file, corpus, lengths: LENGTH, samples: samplesOf(scale) };
    return keychain(scale, run, async (_, [samples]) => {
      const flags = ['--corpus', corpus, '--workers', `${WORKERS}`, ...TOKENIZER_FLAGS];
      const [ours, made] = await inTurn(
        scale.rounds,
        () => pipe(scale, ['verify', samples!, ...flags]),
        () => keychain(scale, run, async turn => turn),
      );
      return [
        {
          what: `samples of ${LENGTH}`,
          value: ours.seconds,
          unit: 's',
          against: { what: 'making them with keychain', value: made.seconds },
          reach: { of: 'ratio', most: MOST_TIME },
          memory: ours.memory,
        },
      ];
    });
  },
};
