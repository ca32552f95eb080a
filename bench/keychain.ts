import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { REJECTS_ENDING } from '../lib/output/names.js';
import type { SinkName } from '../lib/output/sinks.js';
import type { Scale } from './benchmark.js';
import { pipe } from './command.js';
import { TOKENIZER_FLAGS } from './qwen3.js';
import type { Turn } from './turns.js';

export const WORKERS = 2;

/** What the command `keychain` is to make. */
export interface Keychain {
  file: string;
  corpus: string;
  /** Tokens, like `32k`, or several of them. */
  lengths: string;
  samples: number;
  /** Default: that of the command. */
  format?: SinkName;
  /** Default: {@link WORKERS}. */
  workers?: number;
}

/** A name for a length in tokens. */
export const lengthName = (tokens: number): string => `${tokens / 1024}k`;

/** Runs `keychain`, hands its sample files on, and removes them. */
export async function keychain<T>(
  scale: Scale,
  { file, corpus, lengths, samples, format = 'jsonl.gz', workers = WORKERS }: Keychain,
  use: (turn: Turn, files: string[]) => Promise<T>,
): Promise<T> {
  const out = await mkdtemp(join(scale.dir, 'samples-'));
  try {
    const turn = await pipe(scale, [
      'keychain',
      file,
      ...['--corpus', corpus, '--max-seq-length', lengths, '--num-samples', `${samples}`],
      ...['--save-dir', out, '--format', format, '--workers', `${workers}`, ...TOKENIZER_FLAGS],
    ]);
    const names = await readdir(out, { recursive: true });
    const files = names.filter(
      name => name.endsWith(`.${format}`) && !name.endsWith(REJECTS_ENDING),
    );
    return await use(
      turn,
      files.map(name => join(out, name)),
    );
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
