import type { Columns } from '../../../records/columns.js';
import type { LengthFigures } from '../figures/gather.js';
import type { Making } from '../making.js';
import type { CopiedManifests } from '../manifests.js';
import type { Plot } from '../plots/plots.js';

/** The splits, as `datasets` calls them. */
export type SplitName = 'train' | 'test' | 'validation';

/** The rows of one split of one length. */
export interface CardSplit {
  name: SplitName;
  rows: number;
  arrowBytes: number;
  /** Which files hold them, from the folder: `data/32k/train-*`. */
  pattern: string;
}

/** The samples of one length: a config of the dataset. */
export interface CardConfig {
  name: string;
  columns: Columns;
  splits: readonly CardSplit[];
  /** Of all its files. */
  fileBytes: number;
  figures: LengthFigures;
}

/** What a card says. */
export interface CardData {
  prettyName: string;
  /** `owner/name`, where it is known. */
  repo: string | undefined;
  /** As the Hub calls them. */
  licenses: readonly string[];
  languages: readonly string[];
  /** Of the data's files: `.parquet`. */
  ending: string;
  /** The kind that the data begins with first; of each the shorter samples first. */
  configs: readonly CardConfig[];
  /** Rows by the name of the dataset that their questions are of. */
  sources: ReadonlyMap<string, number>;
  making: Making;
  manifests: CopiedManifests;
  /** Whether contexts hold texts that are of no dataset. */
  hasTexts: boolean;
  /** Of the export itself, as it may be published; a word each. */
  command: readonly string[] | undefined;
  plots: readonly Plot[];
}

/** Whether there are samples with chains. */
export const isChained = ({ configs }: CardData): boolean =>
  configs.some(({ columns }) => 'chain_head_with_question' in columns);

/** Rows of a config, or of several. */
export const rowsIn = (configs: readonly CardConfig[]): number =>
  configs.reduce((sum, { figures }) => sum + figures.samples, 0);
