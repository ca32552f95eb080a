import { writev } from 'node:fs';
import { promisify } from 'node:util';

const write = promisify(writev);

/** Pieces that a system takes at once. */
const MOST_PIECES = 512;

/** Writes pieces at the end of an open file, all of them or until the system says why not. */
export async function append(file: number, pieces: readonly Uint8Array[]): Promise<void> {
  let rest = pieces.filter(({ length }) => length > 0);
  while (rest.length > 0) {
    let { bytesWritten: left } = await write(file, rest.slice(0, MOST_PIECES));
    const next = rest.findIndex(({ length }) => {
      if (left < length) return true;
      left -= length;
      return false;
    });
    if (next < 0) return;
    rest = [rest[next]!.subarray(left), ...rest.slice(next + 1)];
  }
}
