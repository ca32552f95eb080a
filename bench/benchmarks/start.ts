import type { Benchmark } from '../benchmark.js';
import { pipe } from '../command.js';
import { corpusOf, fileOf, someHotpot } from '../datasets.js';
import { keychain } from '../keychain.js';
import { inTurn } from '../turns.js';

const MOST_HELP = 0.15;
const MOST_SAMPLE = 0.4;

/** What is loaded, opened and compiled before the first thing happens. */
export const start: Benchmark = {
  name: 'start',
  on: scale => `an index of ${someHotpot(scale).questions} HotpotQA-shaped questions, Qwen3`,
  needs: scale => [someHotpot(scale)],
  run: async scale => {
    const file = fileOf(scale, someHotpot(scale));
    const corpus = await corpusOf(scale, someHotpot(scale));
    const one = { file, corpus, lengths: '4k', samples: 1, workers: 1 };
    const [help, sample] = await inTurn(
      scale.rounds,
      () => pipe(scale, ['--help']),
      () => keychain(scale, one, async turn => turn),
    );
    return [
      {
        what: '--help',
        value: help.seconds,
        unit: 's',
        reach: { of: 'value', most: MOST_HELP },
      },
      {
        what: 'one sample of 4k from a corpus that is there',
        value: sample.seconds,
        unit: 's',
        reach: { of: 'value', most: MOST_SAMPLE },
        memory: sample.memory,
      },
    ];
  },
};
