import type { Reject } from '../records/reject.js';
import { type LineFile, openLineFile } from './line-file.js';

/** A file of rejects that is only there if there are any. */
export interface RejectFile {
  write(reject: Reject): Promise<void>;
  /** Gives the file its final name, if it was needed; resolves to the number of rejects by code. */
  finish(): Promise<Record<string, number>>;
  abandon(): Promise<void>;
}

const GZIP_LEVEL = 6;

/** Gzipped if the path ends in `.gz`. */
export function rejectFile(path: string): RejectFile {
  const counts: Record<string, number> = {};
  let file: Promise<LineFile> | undefined;
  return {
    write: async reject => {
      counts[reject.code] = (counts[reject.code] ?? 0) + 1;
      file ??= openLineFile(path, path.endsWith('.gz') ? GZIP_LEVEL : undefined);
      await (await file).write([Buffer.from(`${JSON.stringify(reject)}\n`)]);
    },
    finish: async () => {
      await (await file)?.finish();
      return counts;
    },
    abandon: async () => {
      // One that could not be opened has left nothing behind.
      await (await file?.catch(() => undefined))?.abandon();
    },
  };
}
