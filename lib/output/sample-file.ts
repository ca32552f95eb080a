import { createHash } from 'node:crypto';
import { type FileDigest, openByteFile } from './byte-file.js';
import type { PackedBlock, Sink } from './sink.js';

/** Digests of a finished file of samples. */
export interface SampleFileDigest extends FileDigest {
  /** SHA-256 over the SHA-256 of each block's lines, in order. */
  lines_sha256: string;
}

/** A file of samples under way. */
export interface SampleFile {
  /**
   * Writes the next block; resolves when that is done, and its bytes may change. Several may be under
   * way: they are written in the order of the calls.
   *
   * @param linesSha256 SHA-256 of the block's lines, 32 bytes
   */
  write(block: PackedBlock, linesSha256: Uint8Array): Promise<void>;
  /** Writes what is left: all is on the disk itself, but has no name yet. */
  end(): Promise<SampleFileDigest>;
  /** Gives a file that is ended its final name. */
  commit(): Promise<void>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

/** @throws KeychainError OUTPUT_UNWRITABLE */
export async function openSampleFile(path: string, sink: Sink, level: number): Promise<SampleFile> {
  const file = await openByteFile(path);
  const frame = sink.frame(level);
  const lines = createHash('sha256');
  await file.write(frame.head());
  return {
    write: async (block, linesSha256) => {
      lines.update(linesSha256);
      await file.write(frame.block(block, file.at));
    },
    end: async () => {
      await file.write(frame.foot());
      return { ...(await file.end()), lines_sha256: lines.digest('hex') };
    },
    commit: file.commit,
    abandon: file.abandon,
  };
}
