import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { lineParts, type SampleLine } from './line.js';
import { gzipMembers, packMembers } from './members.js';
import { type TokenStats, tokenTally } from './token-stats.js';
import { openUnfinished } from './unfinished.js';

/** What a finished sample file holds. */
export interface SampleFileResult {
  samples: number;
  /** Samples with warnings. */
  marked: number;
  tokens: TokenStats | null;
  /** Of the compressed file. */
  bytes: number;
  sha256: string;
}

/** A gzipped JSONL file of samples under way. */
export interface SampleFile {
  /** Writes the next line; resolves when the file is ready for another. */
  write(line: SampleLine): Promise<void>;
  /** Writes what is left and gives the file its final name. */
  finish(): Promise<SampleFileResult>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

/** @throws KeychainError OUTPUT_UNWRITABLE */
export async function openSampleFile(path: string, gzipLevel: number): Promise<SampleFile> {
  const file = await openUnfinished(path);
  const hash = createHash('sha256');
  const tally = tokenTally();
  let samples = 0;
  let marked = 0;
  let bytes = 0;
  const members = packMembers();
  const hashed = new PassThrough({ highWaterMark: 1 << 20 });
  hashed.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  const written = pipeline(members, gzipMembers(gzipLevel), hashed, file.stream);
  // Reported by the next write or by finish.
  written.catch(() => undefined);
  return {
    write: async line => {
      tally.add(line.tokens);
      if (line.marked) marked++;
      if (members.destroyed) await written;
      if (!members.write(lineParts(line, samples++))) {
        await Promise.race([once(members, 'drain'), written]);
      }
    },
    finish: async () => {
      members.end();
      await written;
      await file.commit();
      return { samples, marked, tokens: tally.stats(), bytes, sha256: hash.digest('hex') };
    },
    abandon: async () => {
      members.destroy();
      await file.abandon();
    },
  };
}
