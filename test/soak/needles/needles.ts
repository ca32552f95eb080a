import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tiktoken } from '@dqbd/tiktoken/lite';
import { openInput } from '../../../lib/input/open.js';
import { readSamples } from '../../../lib/json/read-samples.js';
import type { Sample } from '../../../lib/records/sample.js';
import { flow } from '../../../lib/stream/flow.js';
import { needle } from '../../../pipelines/needle.js';
import { breaches } from '../../needle/reader.js';
import { writeBooks } from '../../support/books.js';

/** One needle is asked for among many, many of one key, several of several. */
const TASKS = {
  'multi-key': { keys: 20, values: 1, queries: 1 },
  'multi-value': { keys: 1, values: 20, queries: 1 },
  'multi-query': { keys: 8, values: 2, queries: 4 },
};
const KINDS = ['words', 'numbers', 'uuid', 'mixed'] as const;
/** Share of the budget that every sample uses. */
const WELL_USED = 0.98;
/** Wrong samples of one kind that are shown. */
const SHOWN = 5;

interface Soak {
  /** Samples in all, about. */
  count: number;
  seed: number;
  lengths: readonly number[];
  /** Name of the tasks that are tried alone. */
  only?: string | undefined;
  say: (line: string) => void;
}

/** Opens the library itself, which nobody of ours counts by. */
function tiktoken(name: string): (text: string) => number {
  const encoder = createRequire(import.meta.url)(`@dqbd/tiktoken/encoders/${name}.json`);
  const library = new Tiktoken(encoder.bpe_ranks, encoder.special_tokens, encoder.pat_str);
  return text => library.encode_ordinary(text).length;
}

/**
 * Makes samples with needles of all kinds in texts of a fictional world, and gives each to a reader
 * who shares nothing with whoever made it.
 *
 * @returns whether samples were made, and nothing is wrong with any
 */
export async function soakNeedles({ count, seed, lengths, only, say }: Soak): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'soak-needles-'));
  const countTokens = tiktoken('cl100k_base');
  const names = Object.keys(TASKS).filter(name => only === undefined || only === name);
  const each = Math.ceil(count / (names.length * KINDS.length * lengths.length));
  let samples = 0;
  let wrong = 0;
  try {
    const books = join(folder, 'books');
    await writeBooks(books, 40, seed);
    for (const name of names as (keyof typeof TASKS)[]) {
      for (const kind of KINDS) {
        const [made] = await needle({
          ...{ fillers: [books], corpus: join(folder, 'corpus'), ...TASKS[name], value: kind },
          ...{ saveDir: join(folder, `${name}-${kind}`), maxSeqLength: [...lengths] },
          ...{ numSamples: each, randomSeed: seed, workers: 1 },
        });
        const found: string[] = [];
        for (const { file } of made!.outputs) {
          for await (const read of flow(openInput(file), readSamples(file))) {
            const sample = read as Sample;
            samples++;
            const broken = breaches(sample, { ...TASKS[name], kind, count: countTokens });
            if (sample.length < WELL_USED * sample.meta.max_seq_length)
              broken.push('budget unused');
            if (broken.length > 0) found.push(`${sample.id}: ${broken.join('; ')}`);
          }
        }
        wrong += found.length;
        for (const line of found.slice(0, SHOWN)) say(`${name} of ${kind}: ${line}`);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  say(`${samples} samples with needles, ${wrong} wrong`);
  return samples >= count && wrong === 0;
}
