import { createWriteStream, openSync, type WriteStream } from 'node:fs';
import { mkdir, open as openFile, rename, rm, stat } from 'node:fs/promises';
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
 * Opens a file for writing under another name beside its final one. What has the name already and
 * is no file, such as a device or a named pipe, is written to as it is: it must not be replaced.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE, also by `commit`
 */
export async function openUnfinished(path: string): Promise<UnfinishedFile> {
  if (await isDevice(path)) {
    const stream = await writing(path, () => openDevice(path));
    return { stream, commit: async () => undefined, abandon: () => close(stream) };
  }
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

/** Whether a path is neither file nor folder: a device, a named pipe (`>(gzip)` of a shell), a socket. */
async function isDevice(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  return there !== undefined && !there.isFile() && !there.isDirectory();
}

/** Opened aside: a named pipe makes its writer wait for a reader. */
const openDevice = async (path: string): Promise<WriteStream> =>
  (await openFile(path, 'w')).createWriteStream();

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
