import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';

/** The files in a folder, sorted. */
export const filesIn = async (dir: string): Promise<string[]> => (await readdir(dir)).sort();

/** A device that is always full; there is none on some systems. */
export const FULL = '/dev/full';

export const hasFull = statSync(FULL, { throwIfNoEntry: false })?.isCharacterDevice() === true;
