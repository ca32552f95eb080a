import type { Manifest, ManifestCounts, OutputDigest } from '../assemble/outputs/manifest.js';
import { recordsTold } from '../assemble/outputs/manifest.js';
import type { JudgedCounts } from '../judge/judge.js';
import { joinTokens, NO_TOKENS, tokenStats } from '../output/token-stats.js';
import type { FinishedShard } from './read-shards.js';

type Counted = Pick<FinishedShard, 'counts' | 'tokens'>;

/**
 * The manifest of the whole, as the run would have written it that had made it at once.
 *
 * @param first the manifest of its first shard
 * @param shards all of them, in order
 * @param output of the whole
 */
export function wholeManifest(
  first: Manifest,
  shards: readonly Counted[],
  output: Omit<OutputDigest, 'format'>,
): Manifest {
  const { shard: _, command_line, ...rest } = first;
  const { plan, plan_sha256, ...described } = rest;
  return {
    plan,
    plan_sha256,
    ...(command_line && { command_line: withoutShard(command_line) }),
    ...described,
    counts: wholeCounts(shards.map(({ counts }) => counts)),
    tokens: wholeTokens(shards),
    output: { format: first.output.format, ...output },
  };
}

/** A command line that makes the whole. */
function withoutShard(words: readonly string[]): string[] {
  return words.filter((word, i) => !SHARD.test(word) && !SHARD_ALONE.test(words[i - 1] ?? ''));
}

const SHARD = /^--shards?(=|$)/;
const SHARD_ALONE = /^--shards?$/;

/** Each shard has read all records, and asked for its share. */
function wholeCounts(all: readonly ManifestCounts[]): ManifestCounts {
  const [first] = all;
  const sum = (of: (counts: ManifestCounts) => number): number =>
    all.reduce((total, counts) => total + of(counts), 0);
  const judged = all.flatMap(counts => counts.judged ?? []);
  const counts = {
    questions: sum(each => each.questions),
    unanswerable: sum(each => each.unanswerable),
    unlabelled: sum(each => each.unlabelled),
    // Each shard has counted those of the whole dataset.
    ...(first?.excluded !== undefined && { excluded: first.excluded }),
    ...(judged.length > 0 && { judged: wholeJudged(judged) }),
    samples: sum(each => each.samples),
    marked: sum(each => each.marked),
    left_out: sum(each => each.left_out),
    rejects: summed(all.map(({ rejects }) => rejects)),
  };
  const { read } = first!;
  return { read, ...counts, not_asked: read - recordsTold(counts) };
}

const wholeJudged = (all: readonly JudgedCounts[]): JudgedCounts => ({
  asked: all.reduce((sum, { asked }) => sum + asked, 0),
  kept: all.reduce((sum, { kept }) => sum + kept, 0),
  dropped: summed(all.map(({ dropped }) => dropped)),
  rejected: summed(all.map(({ rejected }) => rejected)),
});

/** Counts by name, the names in the order in which they come first. */
function summed(all: readonly Record<string, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, count] of all.flatMap(counts => Object.entries(counts))) {
    sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}

const wholeTokens = (all: readonly Counted[]): Manifest['tokens'] =>
  tokenStats(
    all
      .flatMap(({ counts, tokens }) => (tokens ? [{ samples: counts.samples, ...tokens }] : []))
      .reduce(joinTokens, NO_TOKENS),
  );
