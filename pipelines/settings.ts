import {
  PLACEMENT_PARAMETERS,
  type PlacementName,
  type PlacementValues,
} from '../lib/fill/placements/registry.js';
import { PASSAGE_FORMAT } from '../lib/prompt/passage-format.js';
import { CONTEXT_TEMPLATE } from '../lib/prompt/template.js';
import type { HopOrder, Shape } from '../lib/records/sample.js';
import type { TokenizerType } from '../lib/tokenize/registry.js';
import { defaultsOf } from '../lib/values/registry.js';

/** A dataset to read. */
export interface DatasetInput {
  /** A file, or `-` for standard input. */
  file: string;
  /** `auto` or a dataset format. */
  format: string;
}

export interface TokenizerSettings {
  type: TokenizerType;
  /** Encoding name, folder or file. */
  path: string;
}

/** How many chains a sample gets: a fixed number, or so many per 1,024 tokens of the budget. */
export type ChainCount = { fixed: number } | { per1024: number };

export interface ChainSettings {
  count: ChainCount;
  hops: number;
  keyFormat: string;
  shape: Shape;
  branching: number;
  hopOrder: HopOrder;
}

/** Everything that decides what a sample looks like; plain data, so that it can go to workers. */
export interface SampleSettings extends PlacementValues {
  kind: 'keychain' | 'synth' | 'relevant-only';
  /** Budgets in tokens; null (relevant-only) means none. */
  maxSeqLengths: (number | null)[];
  seed: number;
  tokensToGenerate: number;
  template: string;
  passageFormat: string;
  removeNewlineTab: boolean;
  placement: PlacementName;
  /** Distractor questions to add to samples without chains. */
  distractQuestions: number;
  /** Keeps the context without pairs too. */
  keepContext: boolean;
  /** Missing where no chains are inserted. */
  chains?: ChainSettings | undefined;
}

/** Which questions are asked, and in what order. */
export interface SelectSettings {
  shuffle: boolean;
  seed: number;
  /** A file of the ids to keep. */
  idsFile?: string | undefined;
  /** Questions left out at the start. */
  preSamples: number;
  /** Questions taken then; -1 means all. */
  numSamples: number;
}

export interface OutputSettings {
  saveDir: string;
  /** Folder below `saveDir`; by default the input's name. */
  saveName?: string | undefined;
  subset: string;
  /** A file, or `-` for standard output, in place of the folder. */
  out?: string | undefined;
  /** Where the rejects of a run without folder go. */
  rejects?: string | undefined;
  gzipLevel: number;
}

export interface CorpusSettings {
  /** Where corpora and digests are kept. */
  cacheDir: string;
  /** A corpus's own folder. */
  dir?: string | undefined;
}

/** What a sample is like unless something else is said; `maxSeqLengths` has no default. */
export const DEFAULT_SAMPLE: Omit<SampleSettings, 'kind' | 'maxSeqLengths'> = {
  seed: 42,
  tokensToGenerate: 128,
  template: CONTEXT_TEMPLATE,
  passageFormat: PASSAGE_FORMAT,
  removeNewlineTab: false,
  placement: 'uniform',
  ...defaultsOf(PLACEMENT_PARAMETERS),
  distractQuestions: 0,
  keepContext: false,
};

/** What chains are like unless something else is said. */
export const DEFAULT_CHAINS: ChainSettings = {
  count: { per1024: 1 },
  hops: 4,
  keyFormat: 'uuid',
  shape: 'chain',
  branching: 2,
  hopOrder: 'random',
};

/** Number of chains, the true one included, at a length. */
export function chainsAt(count: ChainCount, maxSeqLength: number): number {
  if ('fixed' in count) return count.fixed;
  return Math.max(1, Math.floor(maxSeqLength / 1024) * count.per1024);
}
