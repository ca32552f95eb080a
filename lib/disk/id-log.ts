import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { inTemporarySpace, openPrivately } from './temporary-space.js';

/** Lists of texts on disk, to be read once. */
export interface IdLog {
  append(ids: Iterable<string>): void;
  /** The lists that were not read before, in the order they came in. */
  unread(): Iterable<string[]>;
  /** Removes what is on disk; may be called more than once. */
  close(): void;
}

/** A list is preceded by its length in bytes. */
const LENGTH_BYTES = 4;

/** Makes a log in a private temporary file. */
export function idLog(): IdLog {
  const { opened, folder } = openPrivately(path => openSync(join(path, 'ids'), 'wx+', 0o600));
  let file: number | undefined = opened;
  folder.remove();
  let end = 0;
  let readTo = 0;

  const read = (bytes: number): Buffer => {
    const buffer = Buffer.alloc(bytes);
    if (file !== undefined) readTo += readSync(file, buffer, 0, bytes, readTo);
    return buffer;
  };

  return {
    append(ids) {
      const list = Buffer.from(JSON.stringify([...ids]));
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32LE(list.length);
      for (const bytes of [length, list]) {
        inTemporarySpace(() => file !== undefined && writeSync(file, bytes, 0, bytes.length, end));
        end += bytes.length;
      }
    },
    *unread() {
      while (readTo < end) {
        const length = read(LENGTH_BYTES).readUInt32LE();
        yield JSON.parse(read(length).toString());
      }
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
      folder.remove();
    },
  };
}
