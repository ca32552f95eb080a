import type { Corpus } from '../corpus/open.js';
import type { IdList } from '../ids/id-list.js';
import type { AnswerCounts, JudgedCounts, Judging } from '../judge/judge.js';
import type { Models } from '../judge/open-models.js';
import type { RejectFile } from '../output/reject-file.js';
import type { Shard } from '../records/shard.js';
import type { Run } from '../run.js';
import type { Deal } from '../select/deal.js';
import type { ContaminatedQuestions } from '../select/decontaminate/contaminated-questions.js';
import type { ExcludedQuestions } from '../select/exclude/excluded-questions.js';
import type { Share } from '../select/share.js';
import type { MAKING } from '../settings/commands.js';
import type { NEEDLE_SETTINGS } from '../settings/needle-settings.js';
import type { SettingsOf } from '../settings/values.js';
import type { ChatSource } from '../tokenize/chat/chat-source.js';
import type { Outputs } from './outputs/outputs.js';
import type { TakenQuestions } from './taken.js';

/** The commands that make samples in blocks. */
export type MakingCommand = (typeof MAKING)[number];

/** What they may be told; what a command does not know is missing. */
export type MakingSettings = Pick<SettingsOf<'relevant-only'>, InAll> &
  Partial<Omit<SettingsOf<'keychain'>, InAll>> &
  Partial<Pick<SettingsOf<'synth'>, 'distractQuestions'>> &
  Partial<Pick<SettingsOf<'needle'>, keyof typeof NEEDLE_SETTINGS>>;

type InAll = keyof SettingsOf<'relevant-only'> & keyof SettingsOf<'needle'>;

/** One dataset on its way into samples: what the steps of a pipeline share. */
export interface Dataset {
  command: MakingCommand;
  settings: MakingSettings;
  run: Run;
  /** As it was named; `-` for standard input. */
  file: string;
  /** The datasets that are read for it: that one or, for needles, any number. */
  files: readonly string[];
  /** For progress and folders. */
  name: string;
  /** Where its outputs go. */
  folder: string;
  /** Budgets in tokens; null for none. */
  maxSeqLengths: readonly (number | null)[];
  /** Which of them takes which positions; missing where each takes all. */
  deal?: Deal | undefined;
  corpus: Corpus;
  corpusDir: string;
  /** The ids of the questions to keep; missing where all are. */
  ids: IdList | undefined;
  /** Questions that are in the output already. */
  taken: TakenQuestions;
  /** Questions that were asked before; missing where nobody names any. */
  excluded?: ExcludedQuestions | undefined;
  /** Questions that stand in evaluation sets; missing where nobody names any. */
  contaminated?: ContaminatedQuestions | undefined;
  /** The shard that is made, and its positions in this dataset; missing for the whole. */
  shard?: { is: Shard; share: Share } | undefined;
  /** Where the rejects of all datasets go that are one stream; missing where each has files. */
  rejects: RejectFile | undefined;
  /** True if the corpus was built just now, so that its rejects have been told. */
  isIndexed: boolean;
  /** Missing where no model judges the questions. */
  judging?: { how: Judging; models: Models } | undefined;
  /** Missing where prompts stand in no conversation. */
  chat?: ChatSource | undefined;
  /** SHA-256 of each file that a setting names, by its path; of a chat template by its word, too. */
  digests: ReadonlyMap<string, string>;
  counts: DatasetCounts;
  /** Aborted when no more questions are wanted. */
  enough: AbortController;
}

/** A dataset whose outputs are open. */
export interface OpenDataset extends Dataset {
  outputs: Outputs;
}

/** What a dataset's questions have come to so far. */
export interface DatasetCounts {
  unanswerable: number;
  unlabelled: number;
  /** Candidates; with a model all that may be asked. */
  selected: number;
  judged: JudgedCounts;
  /** The same a length, where each takes positions of its own. */
  judgedAt: JudgedCounts[];
  answers: AnswerCounts;
}
