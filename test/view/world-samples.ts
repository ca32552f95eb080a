import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Sample } from '../../lib/records/sample.js';
import { worldStream } from '../../lib/world/index.js';
import { commandOutput } from '../support/command.js';

/** A few samples of the fictional world, as a command makes them. */
export async function worldSamples([name = '', ...options]: readonly string[]): Promise<Sample[]> {
  const dir = await mkdtemp(join(tmpdir(), 'keychain-test-'));
  try {
    const world = join(dir, 'world.json');
    await pipeline(worldStream('hotpotqa', { questions: 60, seed: 42 }), createWriteStream(world));
    const some = ['--num-samples', '5', '--out', '-', '--quiet', '--corpus', join(dir, 'corpus')];
    const lines = await commandOutput([name, world, ...options, ...some]);
    return lines
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Sample);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
