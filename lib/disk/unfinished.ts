import { createWriteStream, openSync, type WriteStream } from 'node:fs';
import { mkdir, open as openFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KeychainError } from '../errors.js';
import { markTemporary, unmarkTemporary } from './temporary.js';

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
 * @throws KeychainError OUTPUT_UNWRITABLE, also by `commit`
 */
export async function openUnfinished(path: string): Promise<UnfinishedFile> {
  const partial = markTemporary(`${path}.partial-${process.pid}`);
  const stream = await writing(path, () => open(partial));
  return {
    stream,
    commit: () =>
      writing(path, async () => {
        await flush(partial);
        await rename(partial, path);
        unmarkTemporary(partial);
      }),
    abandon: async () => {
      await close(stream);
      await rm(partial, { force: true });
      unmarkTemporary(partial);
    },
  };
}

async function open(path: string): Promise<WriteStream> {
  await mkdir(dirname(path), { recursive: true });
  return createWriteStream(path, { fd: openSync(path, 'w'), highWaterMark: 1 << 20 });
}

/** Closes a stream whose content nobody wants any more: what is still to be written may fail. */
function close(stream: WriteStream): Promise<void> {
  return new Promise(resolve => {
    if (stream.closed) resolve();
    stream.once('close', resolve).on('error', () => undefined);
    stream.destroy();
  });
}

/** Waits until a file is on the disk itself, so that not even a power failure leaves half of it. */
async function flush(path: string): Promise<void> {
  const file = await openFile(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writing<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw new KeychainError(
      'OUTPUT_UNWRITABLE',
      `${path}: ${(cause as Error).message}; name another folder with --save-dir or --out`,
      { cause },
    );
  }
}
