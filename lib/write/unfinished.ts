import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KeychainError } from '../errors.js';

/** A file that gets its final name only when it is whole. */
export interface UnfinishedFile {
  stream: WriteStream;
  /** To be called when the stream has finished. */
  commit(): Promise<void>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

/**
 * Opens a file for writing under another name beside its final one.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE
 */
export async function openUnfinished(path: string): Promise<UnfinishedFile> {
  const partial = `${path}.partial-${process.pid}`;
  const stream = await open(partial);
  return {
    stream,
    commit: () => rename(partial, path),
    abandon: async () => {
      stream.destroy();
      await rm(partial, { force: true });
    },
  };
}

async function open(path: string): Promise<WriteStream> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const stream = createWriteStream(path, { highWaterMark: 1 << 20 });
    await new Promise<void>((resolve, reject) => {
      stream.once('open', () => resolve());
      stream.once('error', reject);
    });
    return stream;
  } catch (cause) {
    throw new KeychainError(
      'OUTPUT_UNWRITABLE',
      `${path}: ${(cause as Error).message}; name another folder with --save-dir or --out`,
      { cause },
    );
  }
}
