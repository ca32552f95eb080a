import { createWriteStream, openSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPrivately } from '../disk/temporary-space.js';
import { unwritable } from '../disk/unwritable.js';
import { KeychainError } from '../errors.js';
import type { InputLimits } from './limits.js';
import { openInput } from './open.js';

/** Where the bytes of inputs stand, if not under their names. */
export type InputPlaces = ReadonlyMap<string, string>;

/**
 * Runs work that reads inputs more than once: standard input, if it is among them, stands in a private
 * temporary file meanwhile, decompressed.
 *
 * @throws KeychainError what `openInput` fails with; OUTPUT_UNWRITABLE where there is no room
 */
export async function withSpooled<T>(
  files: readonly string[],
  limits: InputLimits,
  work: (places: InputPlaces) => Promise<T>,
): Promise<T> {
  if (!files.includes('-')) return work(new Map());
  let path = '';
  const { opened, folder } = openPrivately(parent => {
    path = join(parent, 'input');
    return openSync(path, 'wx', 0o600);
  });
  try {
    const spooled = createWriteStream(path, { fd: opened });
    await pipeline(openInput('-', { limits }), spooled).catch((error: Error) => {
      throw error instanceof KeychainError ? error : unwritable(path, error);
    });
    return await work(new Map([['-', path]]));
  } finally {
    folder.remove();
  }
}
