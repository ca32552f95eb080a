import { createWriteStream, openSync, rmSync } from 'node:fs';
import { open as openFile, rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { openDevice } from './device.js';
import { finalPlace } from './final-place.js';
import { leaseOf, takeLease } from './lease.js';
import { markTemporary, unmarkTemporary } from './temporary.js';
import { writing } from './unwritable.js';

/** A file that gets its final name only when it is whole. */
export interface UnfinishedFile {
  stream: Writable;
  /** To be called when the stream has finished: waits until all is on the disk itself. */
  settle(): Promise<void>;
  /**
   * Gives a settled file its name.
   *
   * @param as another one in the same folder, where that is known only now
   */
  commit(as?: string): Promise<void>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

/**
 * Opens a file for writing under another name beside its final one, `NAME.partial`, with the lease of
 * `NAME`. What has the name already and is no file, such as a device or a named pipe, is written to as
 * it is: it must not be replaced. Of a link the target is replaced, beside which the file is written.
 * What a killed process has left of the same file goes.
 *
 * @throws KeychainError OUTPUT_IN_USE, also by `commit`; OUTPUT_UNWRITABLE, also by `settle` and
 *   `commit`
 */
export async function openUnfinished(path: string): Promise<UnfinishedFile> {
  const place = await finalPlace(path);
  if (place.isDevice) {
    const stream = await writing(path, () => openDevice(place.path));
    const nothing = async (): Promise<void> => undefined;
    return { stream, settle: nothing, commit: nothing, abandon: () => close(stream) };
  }
  const lease = await takeLease(leaseOf(place.path), path);
  const partial = markTemporary(`${place.path}.partial`, lease.isHeld);
  const end = async (): Promise<void> => {
    unmarkTemporary(partial);
    await lease.release();
  };
  let stream: Writable;
  try {
    stream = await writing(path, async () => openNew(partial));
  } catch (error) {
    await end();
    throw error;
  }
  return {
    stream,
    settle: () => writing(path, () => flush(partial)),
    commit: async (as = place.path) => {
      await lease.check();
      await writing(as, () => rename(partial, as));
      await end();
    },
    abandon: async () => {
      await close(stream);
      if (lease.isHeld()) await rm(partial, { force: true });
      await end();
    },
  };
}

/** Makes a file; whoever writes to one that was there writes to what has no name any more. */
function openNew(path: string): Writable {
  rmSync(path, { force: true });
  return createWriteStream(path, { fd: openSync(path, 'wx'), highWaterMark: 1 << 20 });
}

/** Closes a stream whose content nobody wants any more: what is still to be written may fail. */
function close(stream: Writable): Promise<void> {
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
