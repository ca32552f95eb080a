import type { PackedBlock } from '../../output/sink.js';
import type { TokenCounts } from '../../output/token-stats.js';
import type { Candidate } from '../../records/candidate.js';
import type { Reject } from '../../records/reject.js';
import { ROW_POSITIONS } from '../../select/share.js';

/** The budget (tokens) up to which blocks are as large as they get. */
const SHORT_BUDGET = 4096;

/**
 * Positions of a block at a length: the largest power of two that is at most 64 and at most
 * 64 x 4,096 / length, at least 1. So a block holds about a megabyte, whatever the length.
 */
export function blockSize(maxSeqLength: number | null): number {
  if (maxSeqLength === null) return ROW_POSITIONS;
  const most = Math.floor((ROW_POSITIONS * SHORT_BUDGET) / maxSeqLength);
  return 1 << (31 - Math.clz32(Math.min(ROW_POSITIONS, Math.max(1, most))));
}

/**
 * The unit of work: the candidates at `blockSize` consecutive positions, less those that a model
 * has judged out, at one length (on one stream: at all lengths). Plain data.
 */
export interface Block {
  /** Its number: position / size. */
  row: number;
  /** Places in the run's list of lengths. */
  lengths: number[];
  candidates: Candidate[];
  /** Whether nothing comes behind it at its length; such a one may have no candidates. */
  isLast: boolean;
}

/** What a worker gives back of a block. */
export interface MadeBlock {
  row: number;
  isLast: boolean;
  /** The position behind its last candidate; 0 where it has none. */
  to: number;
  lengths: number[];
  /** Candidates that it was made of. */
  candidates: number;
  /** Missing where it holds no sample. */
  packed?: PackedBlock;
  /** SHA-256 of its lines, 32 bytes. */
  linesSha256: Uint8Array;
  /** Parallel to `lengths`. */
  made: MadeCounts[];
  /** With the place of the length in the run's list. */
  rejects: { length: number; reject: Reject }[];
  /** To be called once `packed` is written, which then is no longer its own. */
  release?(): void;
}

/** What a block has come to at one length. */
export interface MadeCounts {
  /** Of the samples' `length`. */
  tokens: TokenCounts;
  /** Samples with warnings. */
  marked: number;
  /** Samples that a stage of the user's own has left out. */
  left_out: number;
}
