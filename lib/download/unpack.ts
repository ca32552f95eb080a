import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openUnfinished } from '../disk/unfinished.js';
import { writing } from '../disk/unwritable.js';
import { KeychainError } from '../errors.js';
import { openInput } from '../input/open.js';

const ARCHIVE = /\.zip$/i;
/** Some archives are named like what is in them. */
const NAMED = /\.(jsonl?|ndjson|parquet)$/i;

/**
 * Unpacks an archive that has one data file, as a stream, beside itself; gives the path of the file.
 * One with several stays as it is: commands read its members.
 *
 * @throws KeychainError INPUT_COMPRESSION, INPUT_TRUNCATED, OUTPUT_UNWRITABLE, OUTPUT_IN_USE
 */
export async function unpacked(archive: string): Promise<string> {
  const name = basename(archive).replace(ARCHIVE, '');
  if (name === basename(archive) || !NAMED.test(name)) return archive;
  const path = join(dirname(archive), name);
  const file = await openUnfinished(path);
  try {
    const bytes = openInput(archive);
    await pipeline(bytes, file.stream);
    await file.settle();
    await file.commit();
    return path;
  } catch (error) {
    await file.abandon();
    // Several files, or none that is one: that is for those to say who read it.
    if (error instanceof KeychainError && error.code === 'INPUT_FORMAT') return archive;
    return writing(path, () => Promise.reject(error));
  }
}
