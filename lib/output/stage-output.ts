import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { toJsonLines } from '../json/to-lines.js';
import type { Reject } from '../records/reject.js';
import type { Reporter } from '../reporter.js';
import type { Run } from '../run.js';
import { flow } from '../stream/flow.js';
import { stage } from '../stream/stage.js';
import { lineFile } from './line-file.js';
import { rejectFile } from './reject-file.js';

/** Where a stage command writes. */
export interface StagePlaces {
  /** A file, or `-` (the default) for standard output. */
  out?: string | undefined;
  /** A file of rejects; without it they are counted. */
  rejects?: string | undefined;
}

/** What a stage command has come to. */
export interface StageCounts {
  /** By name, as the summary tells them. */
  figures: Record<string, number>;
  /** Rejected records by code. */
  rejects: Record<string, number>;
}

/**
 * Writes what a stage makes as JSON lines, to standard output or to a file that gets its name when
 * it is whole, and the rejects to theirs.
 *
 * @param make makes the records; its reporter takes the rejects
 * @param figures asked when all is written
 * @throws KeychainError OUTPUT_UNWRITABLE, and what the records' stream fails with
 */
export async function writeStage(
  { out = '-', rejects: path }: StagePlaces,
  { reporter, stdout }: Run,
  make: (reporter: Reporter) => Readable | Promise<Readable>,
  figures: () => Record<string, number> = () => ({}),
): Promise<StageCounts> {
  const rejects = rejectFile(path);
  let lines: Readable | undefined;
  let pending = Promise.resolve();
  // The lines are not whole before the rejects are.
  const withRejects = stage<Buffer, Buffer>((line, push) => push(line), { flush: () => pending });
  const reject = (rejected: Reject): void => {
    reporter.reject(rejected);
    pending = pending.then(() => rejects.write(rejected));
    pending.catch((error: Error) => lines?.destroy(error));
  };
  try {
    lines = flow(await make({ ...reporter, reject }), toJsonLines(), withRejects);
    await writeLines(lines, out, stdout);
    return { figures: figures(), rejects: await rejects.finish() };
  } catch (error) {
    await rejects.abandon();
    throw error;
  }
}

const writeLines = (lines: Readable, out: string, stdout: Writable): Promise<void> =>
  // Standard output stays open for others.
  out === '-' ? pipeline(lines, stdout, { end: false }) : writeFile(lines, lineFile(out));

async function writeFile(lines: Readable, file: Writable): Promise<void> {
  // What is there of a file that fails is removed before anybody hears of it.
  const closed = new Promise(resolve => file.once('close', resolve));
  try {
    await pipeline(lines, file);
  } finally {
    await closed;
  }
}
