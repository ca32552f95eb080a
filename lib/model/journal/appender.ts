import { close, closeSync, constants, fdatasync, fsyncSync, openSync, writev } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { flusher } from './flusher.js';

/** Appends to a file that others may append to as well. */
export interface Appender {
  /** Resolves when the bytes are in the hands of the operating system, all in one place. */
  append(bytes: Buffer): Promise<void>;
  /** Waits for what is under way, flushes to the disk and closes; may be called more than once. */
  close(): Promise<void>;
}

/** What is written at once; a system takes no more than 1,024 pieces. */
const BYTES_AT_ONCE = 4 << 20;
const PIECES_AT_ONCE = 512;
/** A disk may be full for a moment. */
const ATTEMPTS = 3;

const writeTo = promisify(writev);
const sync = promisify(fdatasync);

/**
 * Opens a file for appending; made if missing, readable for this user alone.
 *
 * What comes in while a write is under way goes into the next one. Each write is flushed to the
 * disk in the background.
 *
 * @param onWriting told of what is about to be written together; what it returns is called when that
 *   is written, before anybody hears that it was, and what that throws is what they hear
 */
export function openAppender(path: string, onWriting: (pieces: Buffer[]) => () => void): Appender {
  const { O_APPEND, O_CREAT, O_WRONLY } = constants;
  const descriptor = openSync(path, O_APPEND | O_CREAT | O_WRONLY, 0o600);
  flushFolder(dirname(path));
  const write = async (pieces: Buffer[]): Promise<number> =>
    (await writeTo(descriptor, pieces)).bytesWritten;
  const disk = flusher(() => sync(descriptor));
  const waiting: { bytes: Buffer; done: () => void; failed: (error: unknown) => void }[] = [];
  let writing: Promise<void> | undefined;
  let closing: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      let count = 0;
      for (let size = 0; count < waiting.length && size < BYTES_AT_ONCE; count++) {
        if (count === PIECES_AT_ONCE) break;
        size += waiting[count]!.bytes.length;
      }
      const now = waiting.splice(0, count);
      try {
        const pieces = now.map(({ bytes }) => bytes);
        const onWritten = onWriting(pieces);
        await writeWhole(pieces, write);
        onWritten();
        for (const { done } of now) done();
      } catch (error) {
        for (const { failed } of now) failed(error);
      }
      disk.flush();
    }
    writing = undefined;
  };

  return {
    append: bytes =>
      new Promise((done, failed) => {
        waiting.push({ bytes, done, failed });
        writing ??= drain();
      }),
    close() {
      closing ??= (async () => {
        await writing;
        await disk.settle();
        await promisify(close)(descriptor);
      })();
      return closing;
    },
  };
}

/**
 * Writes some pieces at once, so that no others' come between; what was cut short is written again from
 * the beginning, since others may have written behind it.
 *
 * @param write returns how many bytes it has written
 * @throws Error
 */
export async function writeWhole(
  pieces: Buffer[],
  write: (pieces: Buffer[]) => Promise<number>,
): Promise<void> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if ((await write(pieces)) === length) return;
  }
  throw new Error('the disk takes no more');
}

/** So that a power failure does not take the file's name. */
function flushFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    fsyncSync(folder);
    closeSync(folder);
  } catch {
    // Some systems do not flush folders.
  }
}
