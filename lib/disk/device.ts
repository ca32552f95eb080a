import { constants, openSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

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
      const fd = openSync(path, O_WRONLY | O_NONBLOCK);
      return new Socket({ fd, readable: false, writable: true });
    } catch (error) {
      // Nobody reads it yet.
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
      await setTimeout(LOOK_MS);
    }
  }
}
