import type { Decisions, JudgedCounts } from '../../judge/judge.js';
import type { TokenStats } from '../../output/token-stats.js';
import type { MadeBlock } from '../block/block.js';

/** Where a dataset's samples go: a file a length, or one stream. */
export interface Outputs {
  /** What of each length is there already, made by an earlier run. */
  readonly before: readonly Before[];
  /** What a model has decided on the questions; missing where nothing is gone on with. */
  readonly decisions?: Decisions | undefined;
  /**
   * Writes blocks, in order; resolves when that is done, and their bytes may change. With the last
   * block of a length its file gets its name.
   *
   * @param counts asked with the last block of a length
   */
  write(blocks: readonly MadeBlock[], counts: (length: number) => QuestionCounts): Promise<void>;
  /** To be called when all is written. */
  finish(): Promise<OutputSummary[]>;
  /** Leaves what is there so far for the next run, with the reason why this one has ended. */
  suspend(error: unknown): Promise<void>;
}

/** What of a length is there already. */
export interface Before {
  /** Number of the first block that is still to be made; Infinity where the file is finished. */
  from: number;
  /** Candidates of the blocks that are there. */
  candidates: number;
  /** The position behind the last of them; Infinity where the file is finished. */
  to: number;
}

export const NOTHING_BEFORE: Before = { from: 0, candidates: 0, to: 0 };

/** What a dataset's questions have come to. */
export interface QuestionCounts {
  /** Records of the dataset. */
  read: number;
  /** Used for samples (with a model: kept). */
  questions: number;
  unanswerable: number;
  unlabelled: number;
  /** Of the dataset, asked before; missing where nothing is excluded. */
  excluded?: number;
  /** Missing where no model has judged the questions. */
  judged?: JudgedCounts;
}

/** What a user is told of one output. */
export interface OutputSummary {
  file: string;
  /** It was there already, whole and made by the same plan: what the questions came to then. */
  found?: QuestionCounts;
  max_seq_length: number | null;
  samples: number;
  /** Samples with warnings. */
  marked: number;
  /** Samples that a stage of the user's own has left out. */
  left_out: number;
  tokens: TokenStats | null;
  /** By code. */
  rejects: Record<string, number>;
}
