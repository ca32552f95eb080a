import { lstat, readlink, realpath, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { unwritable, writing } from './unwritable.js';

/** Where what is written to a path ends up. */
export interface FinalPlace {
  /** The path, or what it leads to if it is a link. */
  path: string;
  /** There is something else than a file, which must be written to and never replaced. */
  isDevice: boolean;
}

/** Links that lead to links, as many as a kernel follows. */
const MOST_LINKS = 40;
/** Names of open files: whoever has opened them wants them written to, be they files or not. */
const DESCRIPTOR = /^\/(dev\/(fd\/\d+|stdin|stdout|stderr)|proc\/[^/]+(\/task\/\d+)?\/fd\/\d+)$/;

/**
 * Finds where a path leads. A link's target is meant by the link, whether it is there or not; a
 * device, a named pipe (`>(gzip)` of a shell), a socket or a descriptor (`/dev/stdout`) is itself.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE for a folder, or links that lead nowhere
 */
export async function finalPlace(path: string): Promise<FinalPlace> {
  let place = path;
  for (let links = 0; links <= MOST_LINKS; links++) {
    if (DESCRIPTOR.test(resolve(place))) return { path: place, isDevice: true };
    const stats = await lstat(place).catch(() => undefined);
    if (stats?.isDirectory()) throw unwritable(path, new Error('is a folder'));
    if (!stats?.isSymbolicLink()) {
      return { path: place, isDevice: stats !== undefined && !stats.isFile() };
    }
    const target = await writing(path, () => readlink(place));
    place = resolve(await writing(path, () => realpath(dirname(place))), target);
  }
  throw unwritable(path, new Error('its links lead to one another'));
}

/**
 * Removes the file that a path leads to, if there is one and it is a file.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE
 */
export async function removeFile(path: string): Promise<void> {
  const place = await finalPlace(path);
  if (!place.isDevice) await writing(path, () => rm(place.path, { force: true }));
}
