import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { finalPlace } from '../disk/final-place.js';
import { KeychainError } from '../errors.js';
import type { Reject } from '../records/reject.js';
import type { Reporter } from '../reporter.js';
import type { Run } from '../run.js';
import { flow } from '../stream/flow.js';
import { stage } from '../stream/stage.js';
import { type HeldLineFile, heldLineFile, lineSink } from './line-file.js';
import { recordLines } from './record-lines.js';
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
 * Writes what a stage makes as JSON lines, to standard output or to a file, and the rejects to
 * theirs. Both files get their names when all is whole; a file of rejects that an earlier run has
 * left is replaced or removed.
 *
 * @param make makes the records; its reporter takes the rejects
 * @param figures asked when all is written
 * @throws KeychainError USAGE, OUTPUT_UNWRITABLE, and what the records' stream fails with
 */
export async function writeStage(
  { out = '-', rejects: path }: StagePlaces,
  { reporter, stdout }: Run,
  make: (reporter: Reporter) => Readable | Promise<Readable>,
  figures: () => Record<string, number> = () => ({}),
): Promise<StageCounts> {
  await refuseShared(out, path);
  const rejects = rejectFile(path);
  let file: HeldLineFile | undefined;
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
    lines = flow(await make({ ...reporter, reject }), recordLines(), withRejects);
    if (out !== '-') file = heldLineFile(out);
    // Standard output stays open for others.
    await (file ? pipeline(lines, file.stream) : pipeline(lines, stdout, { end: false }));
    const counts = { figures: figures(), rejects: await rejects.end() };
    await file?.commit();
    await rejects.commit();
    return counts;
  } catch (error) {
    // What is there of a file that fails is removed before anybody hears of it.
    await file?.abandon();
    await rejects.abandon();
    throw error;
  }
}

/** Sees that both places can be written to, before anything is made for them. */
async function refuseShared(out: string, rejects: string | undefined): Promise<void> {
  for (const path of [out, rejects]) if (path !== undefined) lineSink(path);
  const outPlace = out === '-' ? undefined : await finalPlace(out);
  if (rejects === undefined) return;
  const rejectsPlace = await finalPlace(rejects);
  if (!outPlace || outPlace.isDevice) return;
  if (resolve(outPlace.path) === resolve(rejectsPlace.path)) {
    throw new KeychainError(
      'USAGE',
      `--out and --rejects both name ${out}; name another file for one`,
    );
  }
}
