import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Scale } from './benchmark.js';
import { type WorldShape, worldStream } from './world/index.js';

/** Questions of the full HotpotQA training set. */
export const FULL_QUESTIONS = 90_447;

export const questionsOf = ({ quick }: Scale): number => (quick ? 1_000 : FULL_QUESTIONS);

/** A generated dataset, made once and found again. */
export async function dataset(
  { dir }: Scale,
  shape: WorldShape,
  questions: number,
): Promise<{ file: string; bytes: number }> {
  const file = join(dir, `world-${shape}-${questions}.json`);
  const known = await stat(file).catch(() => undefined);
  if (known) return { file, bytes: known.size };
  await mkdir(dir, { recursive: true });
  await pipeline(worldStream(shape, { questions }), createWriteStream(`${file}.partial`));
  await rename(`${file}.partial`, file);
  return { file, bytes: (await stat(file)).size };
}
