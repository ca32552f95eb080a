import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1 << 16;
const LINE_FEED = 0x0a;

/** A line of a file, without its end, and the byte behind that. */
export interface WholeLine {
  line: string;
  end: number;
}

/**
 * The lines of a file that have their end, in order; none of a file that is not there, or of what is no
 * file: a device may go on for ever. One line at a time is in memory.
 *
 * @throws what the system says
 */
export function* wholeLines(path: string): Generator<WholeLine> {
  const file = openIfThere(path);
  if (file === undefined) return;
  try {
    if (!fstatSync(file).isFile()) return;
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let held: Buffer[] = [];
    let end = 0;
    for (;;) {
      const length = readSync(file, chunk);
      if (length === 0) return;
      let from = 0;
      for (
        let to = chunk.indexOf(LINE_FEED);
        to >= 0 && to < length;
        to = chunk.indexOf(LINE_FEED, from)
      ) {
        const line = Buffer.concat([...held, chunk.subarray(from, to)]);
        held = [];
        from = to + 1;
        end += line.length + 1;
        yield { line: line.toString(), end };
      }
      held.push(Buffer.from(chunk.subarray(from, length)));
    }
  } finally {
    closeSync(file);
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
