import { rename, rm } from 'node:fs/promises';
import { writing } from '../../../disk/unwritable.js';

/** Of a file that is under way. */
export const partOf = (path: string): string => `${path}.part`;
/** Of its log. */
export const logOf = (path: string): string => `${partOf(path)}.log`;
/** Of what a model has decided on the run's questions. */
export const judgedOf = (path: string): string => `${partOf(path)}.judged`;
/** Of a log that stays beside its finished file. */
export const keptLogOf = (path: string): string => `${path}.log`;

/** Of who writes an output, in whatever format; `base` is its path without an ending. */
export const runLeaseOf = (base: string): string => `${base}.run.lease`;

/** Ends the log of a file that has its name: it goes, or stays. */
export const endLog = (path: string, keep: boolean): Promise<void> =>
  writing(path, async () => {
    const log = logOf(path);
    if (keep) await rename(log, keptLogOf(path)).catch(ignoreMissing);
    else await rm(log, { force: true });
  });

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
