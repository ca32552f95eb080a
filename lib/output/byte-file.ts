import { createHash } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { openUnfinished } from '../disk/unfinished.js';
import { unwritable } from '../disk/unwritable.js';
import { writeBytes } from '../stream/write-bytes.js';

/** Size and SHA-256 of a finished file. */
export interface FileDigest {
  bytes: number;
  sha256: string;
}

/** A file under way; it has its final name once it is committed. */
export interface ByteFile {
  /** Bytes written so far. */
  readonly at: number;
  /**
   * Writes some bytes; resolves when that is done, and they may change. Several writes may be under
   * way: they are made in the order of the calls.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the writing: all is on the disk itself, but has no name yet. */
  end(): Promise<FileDigest>;
  /** Gives a file that is ended its final name, or another one in the same folder. */
  commit(as?: string): Promise<void>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

/**
 * Opens a file for writing. `write`, `end` and `commit` reject with what has gone wrong with it.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE
 */
export async function openByteFile(path: string): Promise<ByteFile> {
  const file = await openUnfinished(path);
  const { stream } = file;
  const hash = createHash('sha256');
  let at = 0;
  const written = finished(stream).catch((cause: Error) => {
    throw unwritable(path, cause);
  });
  // Reported by the next write or by the end.
  written.catch(() => undefined);
  return {
    get at() {
      return at;
    },
    write: async bytes => {
      if (bytes.length === 0) return;
      if (stream.destroyed) await written;
      hash.update(bytes);
      at += bytes.length;
      if (await writeBytes(stream, bytes)) await written;
    },
    end: async () => {
      stream.end();
      await written;
      await file.settle();
      return { bytes: at, sha256: hash.digest('hex') };
    },
    commit: file.commit,
    abandon: file.abandon,
  };
}
