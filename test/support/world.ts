import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ExecutionContext } from 'ava';
import { type WorldShape, worldStream } from '../../lib/world/index.js';
import { tempDir } from './temp-dir.js';

/** Writes a dataset of the fictional world to a temporary file. */
export async function worldFile(
  t: ExecutionContext<unknown>,
  shape: WorldShape,
  questions: number,
  seed = 42,
): Promise<string> {
  const file = join(await tempDir(t), `world-${shape}.json${shape === 'musique' ? 'l' : ''}`);
  await pipeline(worldStream(shape, { questions, seed }), createWriteStream(file));
  return file;
}
