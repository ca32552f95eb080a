import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Benchmark } from '../benchmark.js';
import { childrenOf } from '../children.js';
import { pipe } from '../command.js';
import { bytesOf, fileOf, fullHotpot } from '../datasets.js';
import type { Figure } from '../figure.js';
import { WORKERS } from '../keychain.js';
import { uniquePassages } from '../passages.js';
import { TOKENIZER_FLAGS, TOKENIZER_JSON } from '../qwen3.js';
import { loadRust } from '../rust.js';
import { inTurn, type Turn } from '../turns.js';

/** Of what the library takes to count alone, on all cores. */
const MOST_TIME = 0.3;
const MOST_TIME_ALONE = 0.52;

export const tasks = {
  /** Seconds that encoding alone takes; undefined without the library. */
  encode: async (file: string): Promise<{ passages: number; seconds?: number }> => {
    const passages = await uniquePassages([file]);
    const rust = await loadRust(TOKENIZER_JSON);
    if (!rust) return { passages: passages.length };
    const { seconds } = await rust.counts(passages);
    return { passages: passages.length, seconds };
  },
};
const child = childrenOf<typeof tasks>(import.meta.url);

/** A dataset to a corpus: read, unique, count, store. */
export const index: Benchmark = {
  name: 'index',
  on: scale => `a HotpotQA-shaped file of ${fullHotpot(scale).questions} questions, Qwen3`,
  needs: scale => [fullHotpot(scale)],
  run: async (scale, note) => {
    const file = fileOf(scale, fullHotpot(scale));
    const corpus = join(scale.dir, 'corpus-built-again');
    const indexed = (workers: number) =>
      pipe(scale, [
        ...['index', file, '--corpus', corpus, '--workers', `${workers}`],
        ...TOKENIZER_FLAGS,
      ]);
    const build = (workers: number) => async () => {
      await rm(corpus, { recursive: true, force: true });
      return indexed(workers);
    };
    // Once before and once after the other, which takes long and hardly varies.
    const before = await inTurn(1, build(WORKERS), build(1));
    const { passages, seconds: rust } = (await child('encode', file)).result;
    const after = await inTurn(1, build(WORKERS), build(1));
    const [both, alone] = before.map((turn, i) => meanOf(turn, after[i]!)) as [Turn, Turn];
    const found = await indexed(WORKERS);
    await rm(corpus, { recursive: true });
    if (rust === undefined) {
      note('the npm package tokenizers has nothing for this machine: held against nothing');
    }
    const against =
      rust === undefined
        ? undefined
        : { what: 'Rust encodeBatch of those passages alone', value: rust };
    const figure = ({ seconds, memory }: Turn, workers: number, most: number): Figure => ({
      what: `build, ${passages} passages, ${workers} workers`,
      value: seconds,
      unit: 's',
      memory,
      ...(against && { against, reach: { of: 'ratio', most } }),
    });
    return [
      figure(both, WORKERS, MOST_TIME),
      figure(alone, 1, MOST_TIME_ALONE),
      { what: 'build', value: (await bytesOf(file)) / 1e6 / both.seconds, unit: 'MB/s' },
      { what: 'find it again', value: found.seconds, unit: 's', memory: found.memory },
    ];
  },
};

const meanOf = (a: Turn, b: Turn): Turn => ({
  seconds: (a.seconds + b.seconds) / 2,
  memory: Math.max(a.memory ?? 0, b.memory ?? 0) || undefined,
});
