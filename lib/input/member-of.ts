import { open } from 'node:fs/promises';
import type { ZipFile } from 'yauzl';
import { KeychainError } from '../errors.js';
import { compressionOf, MAGIC_LENGTH } from './compression.js';
import { missingError } from './errors.js';
import { zipError } from './zip.js';
import { chosenMember, type MemberChoice } from './zip-members.js';

/**
 * The name of the member of an archive that a choice means; undefined for a file that is no archive.
 *
 * @throws KeychainError INPUT_FORMAT where there is none, or more than one; INPUT_MISSING,
 *   INPUT_TRUNCATED, INPUT_COMPRESSION
 */
export async function memberOf(path: string, choice: MemberChoice): Promise<string | undefined> {
  if (!(await isArchive(path))) return undefined;
  let archive: ZipFile | undefined;
  try {
    const { openPromise } = await import('yauzl');
    archive = await openPromise(path, { autoClose: false, lazyEntries: true });
    return (await chosenMember(archive, path, undefined, choice)).fileName;
  } catch (error) {
    throw error instanceof KeychainError ? error : zipError(path, error as Error);
  } finally {
    archive?.close();
  }
}

async function isArchive(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC_LENGTH));
      return compressionOf(buffer.subarray(0, bytesRead)) === 'zip';
    } finally {
      await file.close();
    }
  } catch (error) {
    throw missingError(path, error as Error);
  }
}
