import type { JudgedCounts } from '../../judge/judge.js';
import type { TokenStats } from '../../output/token-stats.js';
import type { MadeBlock } from '../block/block.js';

/** Where a dataset's samples go: a file a length, or one stream. */
export interface Outputs {
  /** Writes blocks, in order; resolves when that is done, and their bytes may change. */
  write(blocks: readonly MadeBlock[]): Promise<void>;
  finish(counts: QuestionCounts): Promise<OutputSummary[]>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

/** What a dataset's questions have come to. */
export interface QuestionCounts {
  /** Records of the dataset. */
  read: number;
  /** Used for samples (with a model: kept). */
  questions: number;
  unanswerable: number;
  unlabelled: number;
  /** Missing where no model has judged the questions. */
  judged?: JudgedCounts;
}

/** What a user is told of one output. */
export interface OutputSummary {
  file: string;
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
