import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { blockSize } from '../../../lib/assemble/block/block.js';

/** Blocks that were begun by the runs so far, from what the stage has noted. */
export async function blocksBegun(trace: string): Promise<Set<string>> {
  if (!existsSync(trace)) return new Set();
  const lines = (await readFile(trace, 'utf8')).trimEnd().split('\n');
  return new Set(
    lines.map(line => {
      const [length, index] = line.split(' ').map(Number) as [number, number];
      return `${length} ${Math.floor(index / blockSize(length))}`;
    }),
  );
}
