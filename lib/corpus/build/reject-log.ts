import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { jsonText } from '../../json/json-text.js';
import type { Reject } from '../../records/reject.js';

/** A reject as a corpus keeps it: a corpus is found again by its content, whatever files have it. */
interface LoggedReject extends Omit<Reject, 'file'> {
  /** Which of the corpus's inputs the record stands in, from 0. */
  input: number;
  /** The path of its file below the input, where that is a folder. */
  within?: string;
}

/** Rejects as they are met, a line of JSON each, at once on disk. */
export interface RejectLog {
  /**
   * @param input the number of the record's input
   * @param folder that input, if it may be one
   */
  write(reject: Reject, input: number, folder?: string): void;
  /** What comes later is passed over: it belongs to a build that has failed. */
  close(): void;
}

/** Opens a log, empty whatever was there. */
export function rejectLog(path: string): RejectLog {
  let log: number | undefined = openSync(path, 'w');
  return {
    write: ({ file, ...reject }, input, folder) => {
      const within = folder !== undefined && file !== undefined && relative(folder, file);
      const logged: LoggedReject = { input, ...(within && { within }), ...reject };
      if (log !== undefined) writeSync(log, `${jsonText(logged)}\n`);
    },
    close: () => {
      if (log !== undefined) closeSync(log);
      log = undefined;
    },
  };
}

/**
 * The rejects of a log that is closed.
 *
 * @param files the inputs as they are named now
 */
export async function* loggedRejects(
  path: string,
  files: readonly string[],
): AsyncGenerator<Reject> {
  for await (const line of createInterface({
    input: createReadStream(path),
    crlfDelay: Infinity,
  })) {
    const { input, within, ...reject } = JSON.parse(line) as LoggedReject;
    const file = files[input]!;
    yield { file: within === undefined ? file : join(file, within), ...reject };
  }
}
