import { close, constants, openSync, write } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { setTimeout as later } from 'node:timers/promises';

const { O_APPEND, O_NONBLOCK, O_WRONLY } = constants;
/** Milliseconds between two looks for somebody who reads a named pipe. */
const LOOK_MS = 20;

/**
 * Opens what is no regular file, or a descriptor (`/dev/stdout`), for writing. Nothing is cut off: a
 * descriptor may be of a file that has something already (`>>`).
 */
export async function openDevice(path: string): Promise<Writable> {
  const stats = await stat(path);
  return stats.isFIFO()
    ? openPipe(path)
    : (await open(path, O_WRONLY | O_APPEND)).createWriteStream();
}

/**
 * Waits for a reader, and for one that is slow, in the event loop: a thread that waits for it cannot
 * be stopped, and would keep an interrupted process.
 */
async function openPipe(path: string): Promise<Writable> {
  for (;;) {
    try {
      return pipeTo(openSync(path, O_WRONLY | O_NONBLOCK));
    } catch (error) {
      // Nobody reads it yet.
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
      await later(LOOK_MS);
    }
  }
}

function pipeTo(fd: number): Writable {
  const put = (bytes: Buffer, wait: number, done: (error?: Error | null) => void): void =>
    write(fd, bytes, (error, written) => {
      const isFull = error?.code === 'EAGAIN';
      if (error && !isFull) return done(error);
      if (!isFull && written === bytes.length) return done();
      const rest = isFull ? bytes : bytes.subarray(written);
      // The reader is looked after more and more seldom while it reads nothing.
      const next = isFull ? Math.min(LOOK_MS, wait * 2 + 1) : 0;
      setTimeout(put, next, rest, next, done);
    });
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => put(chunk, 0, done),
    destroy: (error, done) => close(fd, closeError => done(error ?? closeError)),
  });
}
