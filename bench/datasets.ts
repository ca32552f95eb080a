import { mkdir, rename, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { type Scale, sized } from './benchmark.js';
import { command, pipe } from './command.js';
import type { Dataset } from './dataset.js';
import { TOKENIZER_FLAGS } from './qwen3.js';

/** The training set of HotpotQA: 90,447 questions, half a gigabyte. */
export const fullHotpot = (scale: Scale): Dataset => ({
  shape: 'hotpotqa',
  questions: sized(scale, 90_447),
});

/** A corpus of middling size, for what does not depend on it. */
export const someHotpot = (scale: Scale): Dataset => ({
  shape: 'hotpotqa',
  questions: Math.max(500, sized(scale, 20_000)),
});

const nameOf = ({ shape, questions }: Dataset): string => `world-${shape}-${questions}`;

export const fileOf = ({ dir }: Scale, dataset: Dataset): string =>
  join(dir, `${nameOf(dataset)}.json`);

export const bytesOf = async (file: string): Promise<number> => (await stat(file)).size;

const WORLD = fileURLToPath(new URL('./world.js', import.meta.url));

/** Generates what is not there yet, streamed to disk, one a core at once. */
export async function generate(scale: Scale, datasets: readonly Dataset[]): Promise<void> {
  await mkdir(scale.dir, { recursive: true });
  const limit = pLimit(availableParallelism());
  const byFile = new Map(datasets.map(dataset => [fileOf(scale, dataset), dataset]));
  const largestFirst = [...byFile].sort(([, a], [, b]) => b.questions - a.questions);
  await Promise.all(
    largestFirst.map(([file, { shape, questions }]) =>
      limit(async () => {
        if (await stat(file).catch(() => undefined)) return;
        const args = ['--shape', shape, '--questions', `${questions}`, '--out', `${file}.partial`];
        await command(process.execPath, [WORLD, ...args]);
        await rename(`${file}.partial`, file);
      }),
    ),
  );
}

const corpora = new Map<string, Promise<unknown>>();

/** The folder of a dataset's corpus, which is built unless it is there. */
export async function corpusOf(scale: Scale, dataset: Dataset): Promise<string> {
  const dir = join(scale.dir, `corpus-${nameOf(dataset)}`);
  const args = ['index', fileOf(scale, dataset), '--corpus', dir, ...TOKENIZER_FLAGS];
  const there = corpora.get(dir) ?? pipe(scale, args);
  corpora.set(dir, there);
  await there;
  return dir;
}
