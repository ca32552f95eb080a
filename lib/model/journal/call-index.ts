import { temporaryDatabase } from '../../disk/temporary-database.js';
import { inTemporarySpace } from '../../disk/temporary-space.js';
import { ID_BYTES } from './recorded.js';
import type { Found, Place } from './segment.js';

/** Where the answers to each question lie, for any number of them. */
export interface CallIndex {
  /** @param segment the number of the file that the frames lie in */
  add(segment: number, frames: readonly Found[]): void;
  /** All frames of a question, by file and place. */
  find(id: Buffer): (Place & { segment: number })[];
  /** Removes what is on disk. */
  close(): Promise<void>;
}

/** An id, the number of the file, and the place in it. */
const KEY_BYTES = ID_BYTES + 2 + 6;

/** Makes an empty index in a private temporary database. */
export function callIndex(): CallIndex {
  const { root, close } = temporaryDatabase<Buffer, Buffer>({
    encoding: 'binary',
    keyEncoding: 'binary',
  });
  return {
    add(segment, frames) {
      if (frames.length === 0) return;
      inTemporarySpace(() =>
        root.transactionSync(() => {
          for (const { id, offset, length } of frames) {
            const value = Buffer.alloc(4);
            value.writeUInt32LE(length);
            root.putSync(keyOf(id, segment, offset), value);
          }
        }),
      );
    },
    find(id) {
      const range = { start: keyOf(id, 0, 0), end: keyOf(id, 2 ** 16 - 1, 2 ** 48 - 1) };
      // Those of one file in the order in which they were written.
      return [...root.getRange(range)].map(({ key, value }) => ({
        segment: key.readUInt16BE(ID_BYTES),
        offset: key.readUIntBE(ID_BYTES + 2, 6),
        length: value.readUInt32LE(),
      }));
    },
    close,
  };
}

function keyOf(id: Buffer, segment: number, offset: number): Buffer {
  const key = Buffer.alloc(KEY_BYTES);
  id.copy(key);
  key.writeUInt16BE(segment, ID_BYTES);
  key.writeUIntBE(offset, ID_BYTES + 2, 6);
  return key;
}
