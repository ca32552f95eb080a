import { existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { removeFile } from '../disk/final-place.js';
import type { InputLimits } from '../input/limits.js';
import { openInput } from '../input/open.js';
import { heldLineFile } from '../output/line-file.js';
import { REJECTS_ENDING } from '../output/names.js';
import { unusable } from './join-shard.js';
import type { FinishedShard } from './read-shards.js';

const LINE_FEED = 0x0a;

/** The rejects of a whole that have no name yet; there is a file only if there are any. */
export interface JoinedRejects {
  /** Gives the file its name; without rejects, removes one that is there. */
  commit(): Promise<void>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

/**
 * Writes the rejects of all shards, in order, packed as if one run had met them.
 *
 * @throws KeychainError SHARDS_UNUSABLE where a shard has not those that its manifest counts
 */
export async function joinRejects(
  path: string,
  shards: readonly FinishedShard[],
  limits: InputLimits,
): Promise<JoinedRejects> {
  const rejecting = shards.filter(shard => rejectsTold(shard) > 0);
  if (rejecting.length === 0) {
    return { commit: () => removeFile(path), abandon: async () => undefined };
  }
  const file = heldLineFile(path);
  try {
    await pipeline(rejectsOf(rejecting, limits), file.stream);
  } catch (error) {
    await file.abandon();
    throw error;
  }
  return file;
}

const rejectsTold = ({ counts }: FinishedShard): number =>
  Object.values(counts.rejects).reduce((sum, count) => sum + count, 0);

async function* rejectsOf(
  shards: readonly FinishedShard[],
  limits: InputLimits,
): AsyncGenerator<Buffer> {
  for (const shard of shards) {
    const path = shard.base + REJECTS_ENDING;
    let count = 0;
    if (existsSync(path)) {
      for await (const chunk of openInput(path, { limits }) as AsyncIterable<Buffer>) {
        for (const byte of chunk) if (byte === LINE_FEED) count++;
        yield chunk;
      }
    }
    const told = rejectsTold(shard);
    if (count === told) continue;
    throw unusable(path, `${count} rejects stand there, its manifest counts ${told}`);
  }
}
