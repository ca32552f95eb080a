import { open } from 'node:fs/promises';

/** The end of a file of lines. */
export interface LastLines {
  /** Whole lines in order, without their ends; a last one that is cut is none. */
  lines: string[];
  /** Whether these are all lines of the file. */
  isAll: boolean;
  /** Milliseconds since 1970, by the clock of the file system. */
  changed: number;
  /** The same; 0 where the file system does not know. */
  born: number;
}

/**
 * The whole lines in the last bytes of a file.
 *
 * @param look - bytes to read, and the most that is held
 * @throws what the system says
 */
export async function lastLines(path: string, look: number): Promise<LastLines> {
  const file = await open(path);
  try {
    const { size, mtimeMs: changed, birthtimeMs: born } = await file.stat();
    const from = Math.max(0, size - look);
    const bytes = Buffer.alloc(size - from);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
    const lines = bytes.subarray(0, bytesRead).toString().split('\n').slice(0, -1);
    // What the first one begins with may lie before.
    if (from > 0) lines.shift();
    return { lines, isAll: from === 0, changed, born };
  } finally {
    await file.close();
  }
}
