import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openUnfinished } from './unfinished.js';

/**
 * Writes a stream of bytes to a file, which gets its name once it is whole. What goes wrong before
 * that leaves nothing behind, and a file that had the name before as it was.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE, or what the stream fails with
 */
export async function writeWhole(path: string, source: Readable): Promise<void> {
  const file = await openUnfinished(path);
  try {
    await pipeline(source, file.stream);
    await file.settle();
    await file.commit();
  } catch (error) {
    await file.abandon();
    throw error;
  }
}
