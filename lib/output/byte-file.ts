import { createHash } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { openUnfinished } from '../disk/unfinished.js';
import { KeychainError } from '../errors.js';
import { writeBytes } from '../stream/write-bytes.js';

/** Size and SHA-256 of a finished file. */
export interface FileDigest {
  bytes: number;
  sha256: string;
}

/** A file under way; it has its final name once it is finished. */
export interface ByteFile {
  /** Bytes written so far. */
  readonly at: number;
  /**
   * Writes some bytes; resolves when that is done, and they may change. Several writes may be under
   * way: they are made in the order of the calls.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Gives the file its final name. */
  finish(): Promise<FileDigest>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

/**
 * Opens a file for writing. `write` and `finish` reject with what has gone wrong with it.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE
 */
export async function openByteFile(path: string): Promise<ByteFile> {
  const file = await openUnfinished(path);
  const { stream } = file;
  const hash = createHash('sha256');
  let at = 0;
  const written = finished(stream).catch((cause: Error) => {
    throw new KeychainError('OUTPUT_UNWRITABLE', `${path}: ${cause.message}`, { cause });
  });
  // Reported by the next write or by finish.
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
    finish: async () => {
      stream.end();
      await written;
      await file.commit();
      return { bytes: at, sha256: hash.digest('hex') };
    },
    abandon: () => file.abandon(),
  };
}
