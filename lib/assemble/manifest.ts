import type { CorpusInput } from '../corpus/info.js';
import type { TokenStats } from '../output/token-stats.js';
import type { TokenizerIdentity } from '../records/sample.js';
import { type Plan, planDigest } from '../settings/plan.js';
import { VERSION } from '../version.js';

/** What stands beside an output: all that is needed to make it again, and what it came to. */
export interface Manifest {
  plan: Plan;
  /** SHA-256 of the plan: equal plans, equal outputs. */
  plan_sha256: string;
  /** The command as it was given, a word each; missing for a run in code. */
  command_line?: readonly string[];
  /** The datasets that were read, by name, size and SHA-256. */
  inputs: readonly CorpusInput[];
  /** Files that settings name: the setting, the file's name and its SHA-256. */
  files: readonly { setting: string; name: string; sha256: string }[];
  tokenizer: TokenizerIdentity;
  corpus: { key: string; passages: number; questions: number };
  versions: { keychain: string; node: string; zlib: string };
  counts: ManifestCounts;
  /** Of the samples' `length`; null where there are none. */
  tokens: TokenStats | null;
  output: OutputDigest;
}

export interface ManifestCounts {
  questions: number;
  unanswerable: number;
  judged?: object | undefined;
  samples: number;
  /** Samples with warnings. */
  marked: number;
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
   * in order. Blocks are made side by side, so no one sees all lines one after the other.
   */
  lines_sha256: string;
}

/** Adds to what is known of an output what follows from it. */
export const manifestOf = (parts: Omit<Manifest, 'plan_sha256' | 'versions'>): Manifest => {
  const { plan, ...rest } = parts;
  return {
    plan,
    plan_sha256: planDigest(plan),
    ...rest,
    versions: { keychain: VERSION, node: process.versions.node, zlib: process.versions.zlib },
  };
};
