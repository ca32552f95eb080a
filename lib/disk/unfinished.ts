import { createWriteStream, openSync } from 'node:fs';
import { open as openFile, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { claim, otherClaim, removeLeftBehind } from './claims.js';
import { openDevice } from './device.js';
import { finalPlace } from './final-place.js';
import { makeFolder } from './make-folder.js';
import { markTemporary, unmarkTemporary } from './temporary.js';
import { unwritable, writing } from './unwritable.js';

/** A file that gets its final name only when it is whole. */
export interface UnfinishedFile {
  stream: Writable;
  /** To be called when the stream has finished: waits until all is on the disk itself. */
  settle(): Promise<void>;
  /** Gives a settled file its name. */
  commit(): Promise<void>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

/**
 * Opens a file for writing under another name beside its final one. What has the name already and
 * is no file, such as a device or a named pipe, is written to as it is: it must not be replaced. Of
 * a link the target is replaced, beside which the file is written. What killed processes have left of
 * the same file goes.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE, also by `settle` and `commit`
 */
export async function openUnfinished(path: string): Promise<UnfinishedFile> {
  const place = await finalPlace(path);
  if (place.isDevice) {
    const stream = await writing(path, () => openDevice(place.path));
    const nothing = async (): Promise<void> => undefined;
    return { stream, settle: nothing, commit: nothing, abandon: () => close(stream) };
  }
  const partials = `${place.path}.partial-`;
  await removeLeftBehind(dirname(partials), basename(partials));
  const other = await otherClaim(dirname(partials), basename(partials));
  if (other !== undefined)
    throw unwritable(path, new Error(`process ${other} is writing it just now`));
  const partial = markTemporary(`${partials}${claim()}`);
  const stream = await writing(path, () => open(partial));
  return {
    stream,
    settle: () => writing(path, () => flush(partial)),
    commit: () =>
      writing(path, async () => {
        await rename(partial, place.path);
        unmarkTemporary(partial);
      }),
    abandon: async () => {
      await close(stream);
      await rm(partial, { force: true });
      unmarkTemporary(partial);
    },
  };
}

async function open(path: string): Promise<Writable> {
  await makeFolder(dirname(path));
  return createWriteStream(path, { fd: openSync(path, 'w'), highWaterMark: 1 << 20 });
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
