import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** Rows of one width that wait on disk, in the order in which they came. */
export interface RowFile {
  append(row: Buffer): void;
  /** All of them, from the first on; each stays as it is. */
  rows(): Generator<Buffer>;
  /** May be called more than once. */
  close(): void;
}

/** Rows that are written and read at once. */
const ROWS_AT_ONCE = 4096;

/** @param writing runs what may fail because of the disk */
export function rowFile(path: string, width: number, writing: <T>(work: () => T) => T): RowFile {
  let file: number | undefined = writing(() => openSync(path, 'wx+'));
  const waiting = Buffer.allocUnsafe(ROWS_AT_ONCE * width);
  let used = 0;

  const flush = (): void => {
    for (let done = 0; done < used; ) done += writeSync(file!, waiting, done, used - done);
    used = 0;
  };
  const chunkAt = (at: number): Buffer => {
    const chunk = Buffer.allocUnsafe(waiting.length);
    let length = 0;
    for (let more = -1; more !== 0 && length < chunk.length; length += more) {
      more = readSync(file!, chunk, length, chunk.length - length, at + length);
    }
    return chunk.subarray(0, length);
  };
  return {
    append(row) {
      row.copy(waiting, used);
      used += width;
      if (used === waiting.length) writing(flush);
    },
    *rows() {
      writing(flush);
      for (let at = 0; ; ) {
        const chunk = writing(() => chunkAt(at));
        if (chunk.length === 0) return;
        for (let start = 0; start < chunk.length; start += width) {
          yield chunk.subarray(start, start + width);
        }
        at += chunk.length;
      }
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
