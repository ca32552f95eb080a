import { closeSync, openSync, writeSync } from 'node:fs';
import { jsonText } from '../../json/json-text.js';
import type { Reject } from '../../records/reject.js';

/** Rejects as they are met, a line of JSON each, at once on disk. */
export interface RejectLog {
  write(reject: Reject): void;
  /** What comes later is passed over: it belongs to a build that has failed. */
  close(): void;
}

/** Opens a log, empty whatever was there. */
export function rejectLog(path: string): RejectLog {
  let file: number | undefined = openSync(path, 'w');
  return {
    write: reject => {
      if (file !== undefined) writeSync(file, `${jsonText(reject)}\n`);
    },
    close: () => {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
