import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { claim } from '../../lib/disk/claims.js';

/** The files in a folder, sorted. */
export const filesIn = async (dir: string): Promise<string[]> => (await readdir(dir)).sort();

/**
 * The name under which this process writes a file. It is known here only so that a test can put
 * something else in its way.
 */
export const partialOf = (path: string): string => `${path}.partial-${claim()}`;

/** A device that is always full; there is none on some systems. */
export const FULL = '/dev/full';

export const hasFull = statSync(FULL, { throwIfNoEntry: false })?.isCharacterDevice() === true;
