import type { JudgingSettings } from './judged.js';
import type {
  CorpusSettings,
  DatasetInput,
  OutputSettings,
  SampleSettings,
  SelectSettings,
  TokenizerSettings,
} from './settings.js';

/** Everything a run that makes samples is told. */
export interface SampleRun {
  inputs: DatasetInput[];
  tokenizer: TokenizerSettings;
  corpus: CorpusSettings;
  select: SelectSettings;
  sample: SampleSettings;
  /** Missing where no model judges the questions. */
  judging?: JudgingSettings | undefined;
  output: OutputSettings;
  /** Threads that assemble samples; what they write does not depend on it. */
  workers: number;
}
