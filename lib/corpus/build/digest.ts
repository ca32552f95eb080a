import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../../disk/make-folder.js';
import { replaceFile } from '../../disk/replace-file.js';
import { inputPlace } from '../../input/input-place.js';

/** Size and SHA-256 of a file's bytes. */
export interface Digest {
  bytes: number;
  sha256: string;
}

interface Remembered extends Digest {
  /** See {@link DigestMemory.stateOf}. */
  state: string;
}

/** Remembers files' digests below a cache folder, so that an unchanged file is hashed once. */
export interface DigestMemory {
  /** The digest of a file that has not changed since it was remembered. */
  recall(file: string): Promise<Digest | undefined>;
  /**
   * Path, size, modification time and inode: what to compare with, taken before the file is read.
   * Rejects if there is no such file, or none that can be read twice.
   */
  stateOf(file: string): Promise<string>;
  /**
   * Remembers a digest, unless the file has changed since `state` was taken. Where that cannot be
   * written down, the file will be hashed again.
   */
  remember(file: string, state: string, digest: Digest): Promise<void>;
}

/** The memory kept below a cache folder, a small file for each file that was hashed. */
export function digestMemory(cacheDir: string): DigestMemory {
  const slot = (file: string): string =>
    join(cacheDir, 'digests', createHash('sha256').update(resolve(file)).digest('hex'));
  const stateOf = async (input: string): Promise<string> => {
    const file = inputPlace(input).path;
    const stats = await stat(file, { bigint: true });
    if (!stats.isFile()) throw new Error(`${file} is no regular file`);
    return `${resolve(file)}:${stats.size}:${stats.mtimeNs}:${stats.ino}`;
  };
  return {
    stateOf,
    recall: async file => {
      try {
        const { state, ...digest } = JSON.parse(await readFile(slot(file), 'utf8')) as Remembered;
        return state === (await stateOf(file)) ? digest : undefined;
      } catch {
        // Never remembered, or not readable: the file is hashed again.
        return undefined;
      }
    },
    remember: async (file, state, digest) => {
      if ((await stateOf(file).catch(() => undefined)) !== state) return;
      try {
        await makeFolder(join(cacheDir, 'digests'));
        replaceFile(slot(file), JSON.stringify({ state, ...digest } satisfies Remembered));
      } catch {
        // The file will be hashed again.
      }
    },
  };
}

/** Hashes a file; of an input that names a member of an archive, the archive. */
export async function digestFile(input: string): Promise<Digest> {
  const file = inputPlace(input).path;
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(file), async chunks => {
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  });
  return { bytes, sha256: hash.digest('hex') };
}
