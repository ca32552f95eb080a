import { type Benchmark, type Scale, sized } from '../benchmark.js';
import { corpusOf, fileOf, someHotpot } from '../datasets.js';
import { keychain as make, WORKERS } from '../keychain.js';
import { inTurn } from '../turns.js';

const LENGTHS = ['4k', '8k', '16k', '32k', '64k', '128k'];
const MOST = 1.1;
const samplesOf = (scale: Scale): number =>
  Math.min(someHotpot(scale).questions, sized(scale, 1000));

/** All lengths in one pass over the questions, against a pass for each. */
export const sixLengths: Benchmark = {
  name: 'six-lengths',
  on: scale =>
    `an index of ${someHotpot(scale).questions} HotpotQA-shaped questions, Qwen3, ${WORKERS} workers; ${samplesOf(scale)} samples each of ${LENGTHS.join(', ')}`,
  needs: scale => [someHotpot(scale)],
  run: async scale => {
    const file = fileOf(scale, someHotpot(scale));
    const corpus = await corpusOf(scale, someHotpot(scale));
    const samples = samplesOf(scale);
    const pass = (lengths: string) => () =>
      make(scale, { file, corpus, lengths, samples }, async turn => turn);
    const [together, ...alone] = await inTurn(
      scale.rounds,
      pass(LENGTHS.join(',')),
      ...LENGTHS.map(pass),
    );
    return [
      {
        what: 'six lengths in one pass',
        value: together!.seconds,
        unit: 's',
        against: {
          what: 'the sum of the six alone',
          value: alone.reduce((sum, { seconds }) => sum + seconds, 0),
        },
        memory: together!.memory,
        reach: { of: 'ratio', most: MOST },
      },
    ];
  },
};
