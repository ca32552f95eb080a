import { closeSync, openSync, writeSync } from 'node:fs';
import { jsonText } from '../../json/json-text.js';
import type { Reject } from '../../records/reject.js';

/** A reject as a corpus keeps it: a corpus is found again by its content, whatever files have it. */
export interface LoggedReject extends Omit<Reject, 'file'> {
  /** Which of the corpus's inputs the record stands in, from 0. */
  input: number;
}

/** Rejects as they are met, a line of JSON each, at once on disk. */
export interface RejectLog {
  write(reject: Reject, input: number): void;
  /** What comes later is passed over: it belongs to a build that has failed. */
  close(): void;
}

/** Opens a log, empty whatever was there. */
export function rejectLog(path: string): RejectLog {
  let log: number | undefined = openSync(path, 'w');
  return {
    write: ({ file: _, ...reject }, input) => {
      const logged: LoggedReject = { input, ...reject };
      if (log !== undefined) writeSync(log, `${jsonText(logged)}\n`);
    },
    close: () => {
      if (log !== undefined) closeSync(log);
      log = undefined;
    },
  };
}
