import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Scale, sized } from './benchmark.js';
import { pipe } from './command.js';
import { corpusOf, fileOf, someHotpot } from './datasets.js';
import type { Figure } from './figure.js';
import { COPY, copyLines } from './jsonl.js';
import { TOKENIZER_FLAGS } from './qwen3.js';
import { inTurn } from './turns.js';

export const LENGTH = '32k';
export const samplesOf = (scale: Scale): number => sized(scale, 1500);

/** The commands that turn questions into samples, one filter after the other. */
export interface Filters {
  fill: string[];
  chain: string[];
  filled: string;
  chained: string;
}

/** Hands the commands on, with their input parsed; removes what they write. */
export async function withFilters<T>(
  scale: Scale,
  use: (filters: Filters) => Promise<T>,
): Promise<T> {
  const dir = join(scale.dir, 'filters');
  await mkdir(dir, { recursive: true });
  try {
    const inDir = (name: string) => join(dir, `${name}.jsonl`);
    const [questions, filled, chained] = [inDir('questions'), inDir('filled'), inDir('chained')];
    await pipe(scale, ['parse', fileOf(scale, someHotpot(scale)), '--out', questions]);
    const flags = ['--corpus', await corpusOf(scale, someHotpot(scale)), ...TOKENIZER_FLAGS];
    const size = ['--max-seq-length', LENGTH, '--num-samples', `${samplesOf(scale)}`];
    return await use({
      fill: ['fill', questions, '--out', filled, ...size, ...flags],
      chain: ['chain', filled, '--out', chained, ...flags],
      filled,
      chained,
    });
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** Times a command, held against the least that one could do with the lines that it reads or writes. */
export async function timeCommand(scale: Scale, args: string[], lines: string): Promise<Figure[]> {
  const [ours, copied] = await inTurn(
    scale.rounds,
    () => pipe(scale, args),
    () => copyLines(lines),
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
}
