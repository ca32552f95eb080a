import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Benchmark } from '../benchmark.js';
import { childrenOf } from '../children.js';
import { pipe } from '../command.js';
import { bytesOf, fileOf, fullHotpot } from '../datasets.js';
import { uniquePassages } from '../passages.js';
import { TOKENIZER_FLAGS, TOKENIZER_JSON } from '../qwen3.js';
import { loadRust } from '../rust.js';

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
    const indexed = () => pipe(scale, ['index', file, '--corpus', corpus, ...TOKENIZER_FLAGS]);
    const build = async () => {
      await rm(corpus, { recursive: true, force: true });
      return indexed();
    };
    // Once before and once after the other, which takes long and hardly varies.
    const before = await build();
    const { passages, seconds: rust } = (await child('encode', file)).result;
    const after = await build();
    const built = (before.seconds + after.seconds) / 2;
    const found = await indexed();
    await rm(corpus, { recursive: true });
    if (rust === undefined) {
      note('the npm package tokenizers has nothing for this machine: held against nothing');
    }
    return [
      {
        what: `build, ${passages} passages`,
        value: built,
        unit: 's',
        memory: after.memory,
        ...(rust !== undefined && {
          against: { what: 'Rust encodeBatch of those passages alone', value: rust },
          reach: { of: 'ratio', most: 1 },
        }),
      },
      { what: 'build', value: (await bytesOf(file)) / 1e6 / built, unit: 'MB/s' },
      { what: 'find it again', value: found.seconds, unit: 's', memory: found.memory },
    ];
  },
};
