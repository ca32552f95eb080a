import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Size and SHA-256 of a file's bytes. */
export interface Digest {
  bytes: number;
  sha256: string;
}

interface Remembered extends Digest {
  /** Path, size, modification time and inode at the time of hashing. */
  state: string;
}

/** Remembers files' digests below a cache folder, so that an unchanged file is hashed once. */
export interface DigestMemory {
  /** The digest of a file that has not changed since it was remembered. */
  recall(file: string): Promise<Digest | undefined>;
  /** What to compare with, taken before the file is read. */
  stateOf(file: string): Promise<string>;
  /** Remembers a digest, unless the file has changed since `state` was taken. */
  remember(file: string, state: string, digest: Digest): Promise<void>;
}

export function digestMemory(cacheDir: string): DigestMemory {
  const slot = (file: string): string =>
    join(cacheDir, 'digests', createHash('sha256').update(resolve(file)).digest('hex'));
  const stateOf = async (file: string): Promise<string> => {
    const { size, mtimeNs, ino } = await stat(file, { bigint: true });
    return `${resolve(file)}:${size}:${mtimeNs}:${ino}`;
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
      if ((await stateOf(file)) !== state) return;
      await mkdir(join(cacheDir, 'digests'), { recursive: true });
      const unfinished = `${slot(file)}.${process.pid}`;
      await writeFile(unfinished, JSON.stringify({ state, ...digest } satisfies Remembered));
      await rename(unfinished, slot(file));
    },
  };
}

/** Hashes a file. */
export async function digestFile(file: string): Promise<Digest> {
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
