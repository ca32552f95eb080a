import type { Benchmark } from '../benchmark.js';
import { pipe } from '../command.js';
import { corpusOf, fileOf, someHotpot } from '../datasets.js';
import { LENGTH, samplesOf } from '../filters.js';
import { COPY, copyLines } from '../jsonl.js';
import { keychain } from '../keychain.js';
import { withPlain } from '../pigz.js';
import { TOKENIZER_FLAGS } from '../qwen3.js';
import { inTurn } from '../turns.js';

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
      withPlain(samples!, async plain => {
        const [ours, copied] = await inTurn(
          scale.rounds,
          () => pipe(scale, ['verify', samples!, '--corpus', corpus, ...TOKENIZER_FLAGS]),
          () => copyLines(plain),
        );
        return [
          {
            what: `samples of ${LENGTH}`,
            value: ours.seconds,
            unit: 's',
            against: { what: COPY, value: copied.seconds },
            memory: ours.memory,
          },
        ];
      }),
    );
  },
};
