import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { jsonText } from '../json/json-text.js';
import type { Reject } from '../records/reject.js';
import { lineFile } from './line-file.js';

/** A file of rejects that is only there if there are any. */
export interface RejectFile {
  /** Writes a reject; resolves when the file takes another. */
  write(reject: Reject): Promise<void>;
  /** Gives the file its final name, if it was needed; resolves to the number of rejects by code. */
  finish(): Promise<Record<string, number>>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

/** @param path missing where rejects are counted only */
export function rejectFile(path: string | undefined): RejectFile {
  const counts: Record<string, number> = {};
  let file: Writable | undefined;
  let written: Promise<void> | undefined;
  const open = (place: string): Writable => {
    const opened = lineFile(place);
    written = finished(opened);
    // Reported by the next write or by finish.
    written.catch(() => undefined);
    return opened;
  };
  return {
    write: async reject => {
      counts[reject.code] = (counts[reject.code] ?? 0) + 1;
      if (path === undefined) return;
      file ??= open(path);
      const stream = file;
      await new Promise(resolve => stream.write(`${jsonText(reject)}\n`, resolve));
      if (stream.errored || stream.destroyed) await written;
    },
    finish: async () => {
      file?.end();
      await written;
      return counts;
    },
    abandon: async () => {
      if (!file || file.closed) return;
      const closed = once(file, 'close');
      file.destroy();
      await closed;
    },
  };
}
