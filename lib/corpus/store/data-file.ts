import { closeSync, openSync, readSync } from 'node:fs';
import { KeychainError } from '../../errors.js';
import { programName } from '../../program.js';

/** A file that is read at given positions. */
export interface DataFile {
  /**
   * Reads so many bytes, all of which must be there.
   *
   * @param what for the message: what is read, such as `passage 7`
   * @throws KeychainError CORPUS_UNUSABLE
   */
  read(at: number, length: number, what: string): Buffer;
  /** For what is there but not as it was written. */
  damaged(what: string, cause?: unknown): KeychainError;
  close(): void;
}

/** Opens a file of a finished corpus; what is wrong with it is told with its path and a way out. */
export function openDataFile(path: string): DataFile {
  const damaged = (what: string, cause?: unknown) =>
    new KeychainError(
      'CORPUS_UNUSABLE',
      `${path} is damaged: its ${what} is not as it was written; delete this file and build the corpus again, with the same command or ${programName()} index`,
      { cause },
    );
  const file = open(path);
  let isOpen = true;
  return {
    damaged,
    read(at, length, what) {
      const bytes = Buffer.allocUnsafe(length);
      try {
        for (let done = 0; done < length; ) {
          const read = readSync(file, bytes, done, length - done, at + done);
          if (read === 0) throw new Error('the file ends before it');
          done += read;
        }
      } catch (cause) {
        throw damaged(what, cause);
      }
      return bytes;
    },
    close() {
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new KeychainError(
      'CORPUS_UNUSABLE',
      `${path} cannot be opened (${(cause as Error).message})`,
      { cause },
    );
  }
}
