import { lineParts, type SampleLine } from './line.js';
import { type LineFileResult, openLineFile } from './line-file.js';
import { type TokenStats, tokenTally } from './token-stats.js';

/** What a finished sample file holds. */
export interface SampleFileResult extends LineFileResult {
  samples: number;
  /** Samples with warnings. */
  marked: number;
  tokens: TokenStats | null;
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
  const file = await openLineFile(path, gzipLevel);
  const tally = tokenTally();
  let samples = 0;
  let marked = 0;
  return {
    write: line => {
      tally.add(line.tokens);
      if (line.marked) marked++;
      return file.write(lineParts(line, samples++));
    },
    finish: async () => ({ samples, marked, tokens: tally.stats(), ...(await file.finish()) }),
    abandon: file.abandon,
  };
}
