import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { removeFile } from '../disk/final-place.js';
import { openInput } from '../input/open.js';
import { jsonText } from '../json/json-text.js';
import type { Reject } from '../records/reject.js';
import { type HeldLineFile, heldLineFile, lineSink } from './line-file.js';

/** A file of rejects that is only there if there are any. */
export interface RejectFile {
  /** Writes a reject; resolves when the file takes another. */
  write(reject: Reject): Promise<void>;
  /** Ends the writing; resolves to the number of rejects by code. */
  end(): Promise<Record<string, number>>;
  /** Gives the file its name; without rejects, removes one that an earlier run has left there. */
  commit(): Promise<void>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

/**
 * @param path missing where rejects are counted only
 * @throws KeychainError USAGE for the name of a format that no lines are written in
 */
export function rejectFile(path: string | undefined): RejectFile {
  // Whether there will be any, nobody knows: a name that cannot be is told now.
  if (path !== undefined) lineSink(path);
  const counts: Record<string, number> = {};
  let file: HeldLineFile | undefined;
  let written: Promise<void> | undefined;
  const open = (place: string): HeldLineFile => {
    const opened = heldLineFile(place);
    written = finished(opened.stream);
    // Reported by the next write or by the end.
    written.catch(() => undefined);
    return opened;
  };
  return {
    write: async reject => {
      counts[reject.code] = (counts[reject.code] ?? 0) + 1;
      if (path === undefined) return;
      file ??= open(path);
      const { stream } = file;
      await new Promise(resolve => stream.write(`${jsonText(reject)}\n`, resolve));
      if (stream.errored || stream.destroyed) await written;
    },
    end: async () => {
      file?.stream.end();
      await written;
      return counts;
    },
    commit: async () => {
      if (file) await file.commit();
      else if (path !== undefined) await removeFile(path);
    },
    abandon: async () => file?.abandon(),
  };
}

/** The rejects of a file that an earlier run has written; none where there is none. */
export async function* rejectsIn(path: string): AsyncGenerator<Reject> {
  if (!existsSync(path)) return;
  for await (const line of createInterface({ input: openInput(path) })) {
    yield JSON.parse(line) as Reject;
  }
}
