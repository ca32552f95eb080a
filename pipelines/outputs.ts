import type { CorpusInfo } from '../lib/corpus/info.js';
import type { SampleLine } from '../lib/output/line.js';
import type { TokenStats } from '../lib/output/token-stats.js';
import type { Reject } from '../lib/records/reject.js';
import type { JudgedCounts, JudgingSettings } from './judged.js';
import type { OutputSettings, SampleSettings, SelectSettings } from './settings.js';

/** Where a run's samples go: a file a length, or one stream. */
export interface Outputs {
  write(length: number, line: SampleLine): Promise<void>;
  reject(length: number, reject: Reject): Promise<void>;
  finish(counts: OutputCounts): Promise<OutputSummary[]>;
  abandon(): Promise<void>;
}

/** What a run has come to before its outputs are finished. */
export interface OutputCounts {
  questions: number;
  unanswerable: number;
  /** Missing where no model has judged the questions. */
  judged?: JudgedCounts;
}

/** What a user is told of one output. */
export interface OutputSummary {
  file: string;
  max_seq_length: number | null;
  samples: number;
  marked: number;
  tokens: TokenStats | null;
  rejects: Record<string, number>;
}

export interface OutputParts {
  output: OutputSettings;
  select: SelectSettings;
  judging?: JudgingSettings | undefined;
  sample: SampleSettings;
  corpus: CorpusInfo;
  /** Folder of the files. */
  folder: string;
  /** Rejects met while the dataset was read. */
  readRejects: AsyncIterable<Reject> | Iterable<Reject>;
}
