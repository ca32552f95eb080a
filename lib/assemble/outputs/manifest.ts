import type { CorpusInput } from '../../corpus/store/info.js';
import type { JudgedCounts } from '../../judge/judge.js';
import type { TokenStats } from '../../output/token-stats.js';
import type { TokenizerIdentity } from '../../records/sample.js';
import type { Shard } from '../../records/shard.js';
import { type DealSettings, dealtLengths } from '../../select/deal.js';
import { type Plan, planDigest, planOf } from '../../settings/plan.js';
import { VERSION } from '../../version.js';
import type { Dataset } from '../dataset.js';
import { namedFiles } from '../named-files.js';
import { settled } from '../settled.js';

/** What stands beside an output: all that is needed to make it again, and what it came to. */
export interface Manifest {
  plan: Plan;
  /** SHA-256 of the plan: equal plans, equal outputs. */
  plan_sha256: string;
  /** Missing for a whole output. A shard has the plan of the whole, and counts its own share. */
  shard?: Shard;
  /** The command as it was given, a word each; missing for a run in code. */
  command_line?: readonly string[];
  /** The datasets that were read, by name, size and SHA-256. */
  inputs: readonly CorpusInput[];
  /** Files that settings name: the setting, the file's name and its SHA-256. */
  files: readonly { setting: string; name: string; sha256: string }[];
  tokenizer: TokenizerIdentity;
  corpus: { key: string; passages: number; questions: number };
  counts: ManifestCounts;
  /** Of the samples' `length`; null where there are none. */
  tokens: TokenStats | null;
  output: OutputDigest;
  versions: { keychain: string; node: string; zlib: string };
}

/**
 * What has become of the records of a dataset. They add up: `read` is the sum of `samples`,
 * `left_out`, `rejects`, what `judged` has `dropped`, `unanswerable`, `unlabelled` and `not_asked`.
 */
export interface ManifestCounts {
  /** Records of the dataset, bad ones too. */
  read: number;
  /** Not asked for: other ids, before the first or behind the last one that was. */
  not_asked: number;
  /** Used for samples (with a model: kept). */
  questions: number;
  unanswerable: number;
  /** Of test splits. */
  unlabelled: number;
  /** Of those not asked for, the ones that were asked before (`--exclude`); of a shard all that the dataset has. */
  excluded?: number;
  /** Missing where no model has judged the questions. */
  judged?: JudgedCounts;
  samples: number;
  /** Samples with warnings. */
  marked: number;
  /** Samples that a stage of the user's own has left out. */
  left_out: number;
  /** By code. */
  rejects: Record<string, number>;
}

export interface OutputDigest {
  format: string;
  /** Of the file. */
  bytes: number;
  /** Of the file; another version of Node may pack the same lines otherwise. */
  sha256: string;
  /**
   * Of the lines: SHA-256 over the SHA-256 (32 bytes each) of the lines of each block that has any,
   * in order. Blocks are made side by side, so nobody sees all lines one after the other.
   */
  lines_sha256: string;
}

/** Records of which it is told what has become of them, but for those that were not asked for. */
export function recordsTold(counts: Omit<ManifestCounts, 'read' | 'not_asked'>): number {
  const { samples, left_out, rejects, judged, unanswerable, unlabelled } = counts;
  const sum = (by: Record<string, number> = {}): number =>
    Object.values(by).reduce((all, count) => all + count, 0);
  return samples + left_out + sum(rejects) + sum(judged?.dropped) + unanswerable + unlabelled;
}

/** What a dataset's output at one length is made by. */
export function planAt(dataset: PlannedDataset, maxSeqLength: number | null): Plan {
  const { command, corpus, digests } = dataset;
  return planOf(command, {
    settings: { ...settled(dataset), ...planLengths(dataset.settings, maxSeqLength) },
    inputs: corpus.info.inputs,
    tokenizer: corpus.info.tokenizer,
    digests,
  });
}

/**
 * What of the plan of an output at one length says which length that is, and which others its questions
 * were dealt out to.
 */
export const planLengths = (
  settings: DealSettings,
  maxSeqLength: number | null,
): Pick<DealSettings, 'eachLengthItsOwn'> & { maxSeqLength: number | undefined } => ({
  maxSeqLength: maxSeqLength ?? undefined,
  eachLengthItsOwn: dealtLengths(settings),
});

/** What a plan is made of. */
type PlannedDataset = Pick<
  Dataset,
  'command' | 'settings' | 'judging' | 'chat' | 'corpus' | 'digests'
>;

/** The manifest of a dataset's output with its plan, and what it has come to. */
export function manifestOf(
  dataset: Dataset,
  plan: Plan,
  result: Pick<Manifest, 'counts' | 'tokens' | 'output'>,
): Manifest {
  const { shard } = dataset;
  const { info } = dataset.corpus;
  const { commandLine } = dataset.run;
  return {
    plan,
    plan_sha256: planDigest(plan),
    ...(shard && { shard: shard.is }),
    ...(commandLine && { command_line: commandLine }),
    inputs: info.inputs,
    files: namedFiles(dataset),
    tokenizer: info.tokenizer,
    corpus: { key: info.key, passages: info.passages, questions: info.questions },
    ...result,
    versions: { keychain: VERSION, node: process.versions.node, zlib: process.versions.zlib },
  };
}
