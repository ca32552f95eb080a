import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

/** A file that is written from its beginning to its end. */
export interface DataWriter {
  /** Bytes that were appended. */
  readonly bytes: number;
  /** Appends bytes, which must not change afterwards. */
  append(bytes: Buffer): void;
  /** Writes what is left, and waits until the file is on the disk itself. */
  finish(): void;
  /** Closes the file; may be called more than once. */
  close(): void;
}

/** Bytes that are written at once. */
const CHUNK_BYTES = 1 << 20;

/** @param writing runs what may fail because of the disk */
export function dataWriter(path: string, writing: <T>(work: () => T) => T): DataWriter {
  let file: number | undefined = writing(() => openSync(path, 'wx'));
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let bytes = 0;

  const write = (): void => {
    const chunk = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    for (let done = 0; done < chunk.length; ) done += writeSync(file!, chunk, done);
  };
  return {
    get bytes() {
      return bytes;
    },
    append(more) {
      waiting.push(more);
      waitingBytes += more.length;
      bytes += more.length;
      if (waitingBytes >= CHUNK_BYTES) writing(write);
    },
    finish() {
      // Not even a power failure may leave half of it.
      writing(() => {
        write();
        fsyncSync(file!);
      });
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
