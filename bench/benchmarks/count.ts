import { loadTokenizer } from '../../lib/tokenize/load.js';
import { type Benchmark, sized } from '../benchmark.js';
import { childrenOf } from '../children.js';
import { fileOf, fullHotpot } from '../datasets.js';
import type { Figure } from '../figure.js';
import { realDatasets, uniquePassages } from '../passages.js';
import { TOKENIZER, TOKENIZER_JSON } from '../qwen3.js';
import { differences, loadRust } from '../rust.js';
import { median } from '../turns.js';

/** Characters counted in one turn once warm. */
const TURN = 30_000_000;
/** Passages of them at most. */
const MOST_WARM = 100_000;

/** What counting the same passages took. */
interface Counted {
  passages: number;
  tokens: number;
  /** Seconds of ours and, where the Rust library is there, of it: medians of the rounds. */
  ours: number;
  rust?: number;
  /** Passages that the two count differently. */
  differences?: number;
}

export const tasks = {
  /** Everything once, with tokenizers that have seen nothing. */
  cold: (files: string[]): Promise<Counted> => compare(files, { warm: false, rounds: 1 }),
  /** The same passages again and again, after both have seen them. */
  warm: (files: string[], rounds: number, most: number): Promise<Counted> =>
    compare(files, { warm: true, rounds, most }),
};
const child = childrenOf<typeof tasks>(import.meta.url);

async function compare(
  files: string[],
  { warm, rounds, most = Infinity }: { warm: boolean; rounds: number; most?: number },
): Promise<Counted> {
  const passages = (await uniquePassages(files)).slice(0, most);
  const characters = passages.reduce((sum, { length }) => sum + length, 0);
  const times = warm ? Math.ceil(TURN / characters) : 1;
  const tokenizer = await loadTokenizer(TOKENIZER);
  const rust = await loadRust(TOKENIZER_JSON);
  if (warm) for (const passage of passages) tokenizer.count(passage);
  if (warm) await rust?.counts(passages);

  let counts: number[] = [];
  let differ = 0;
  const taken: number[] = [];
  const takenByRust: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (let time = 0; time < times; time++) counts = passages.map(text => tokenizer.count(text));
    taken.push((performance.now() - start) / 1000 / times);
    if (!rust) continue;
    // It takes long enough to be timed without being repeated.
    const theirs = await rust.counts(passages);
    takenByRust.push(theirs.seconds);
    differ += differences(counts, theirs.counts);
  }
  tokenizer.close();
  return {
    passages: passages.length,
    tokens: counts.reduce((sum, tokens) => sum + tokens, 0),
    ours: median(taken),
    ...(rust && { rust: median(takenByRust), differences: differ }),
  };
}

/** Exact counts on one thread, against the official Rust tokenizer on all cores. */
export const count: Benchmark = {
  name: 'count',
  on: scale =>
    `unique passages, Qwen3: real English, and a HotpotQA-shaped file of ${fullHotpot(scale).questions} questions`,
  needs: scale => [fullHotpot(scale)],
  run: async (scale, note) => {
    const world = [fileOf(scale, fullHotpot(scale))];
    const real = await realDatasets();
    if (real.length === 0) note('no real English there: warm is measured on the fictional world');
    const texts = real.length > 0 ? real : world;
    const warm = await child('warm', texts, scale.rounds, sized(scale, MOST_WARM));
    const cold = await child('cold', world);
    if (cold.result.rust === undefined) {
      note('the npm package tokenizers has nothing for this machine: held against nothing');
    }
    const english = real.length > 0 ? 'real English' : 'the world';
    return [
      ...figuresOf(`${english}, warm`, warm.result, 4),
      ...figuresOf('the world, cold', cold.result, 1.5),
    ];
  },
};

function figuresOf(name: string, counted: Counted, least: number): Figure[] {
  const { passages, tokens, ours, rust, differences: differ } = counted;
  const what = `${name}, ${passages} passages`;
  const speed: Figure = { what, value: tokens / ours, unit: 'tokens/s' };
  if (rust === undefined || differ === undefined) return [speed];
  return [
    {
      ...speed,
      against: { what: 'Rust encodeBatch', value: tokens / rust },
      reach: { of: 'ratio', least },
    },
    {
      what: `${name}: passages counted differently`,
      value: differ,
      unit: 'passages',
      reach: { of: 'value', most: 0, required: true },
    },
  ];
}
