import { createHash } from 'node:crypto';
import { findFinished, refuseOther } from '../assemble/outputs/finished.js';
import type { Manifest, OutputDigest } from '../assemble/outputs/manifest.js';
import { removeOtherFormats } from '../assemble/outputs/other-formats.js';
import { readHead } from '../assemble/outputs/part/log.js';
import { judgedOf, logOf, partOf, runLeaseOf } from '../assemble/outputs/part/names.js';
import { plannedKindOf } from '../assemble/sample-kind.js';
import { finalPlace, removeFile } from '../disk/final-place.js';
import { takeLease } from '../disk/lease.js';
import { removeLeftLeases } from '../disk/left-leases.js';
import { KeychainError } from '../errors.js';
import type { InputLimits } from '../input/limits.js';
import { jsonText } from '../json/json-text.js';
import { openByteFile } from '../output/byte-file.js';
import { MANIFEST_ENDING, REJECTS_ENDING } from '../output/names.js';
import type { Frame, Sink } from '../output/sink.js';
import { SINKS, type SinkName } from '../output/sinks.js';
import type { Reporter } from '../reporter.js';
import { commonPlan, faultsOf } from './check-shards.js';
import { findShards } from './find-shards.js';
import { joinRejects } from './join-rejects.js';
import { joinShard } from './join-shard.js';
import { type FinishedShard, type OutputShards, readShards } from './read-shards.js';
import { wholeManifest } from './whole-manifest.js';

/*
 * The shards of a run joined to the file that the run would have written at once.
 *
 * What is checked, and when. Before anything is written: that each output has all its shards, each
 * once, all of one plan. While they are joined: that each is to its last byte what its manifest tells
 * of. The whole gets its name after that, behind what stands beside it; a merge that ends before
 * leaves nothing, and the next one starts over. The shards stay as they are.
 *
 * Why the bytes are those of one run. A shard is a row of whole blocks, and what a block is depends on
 * its positions alone. So the blocks of all shards, one after the other, within one frame, are the
 * file; an empty shard has none. Rejects are lines, and their file does not show how they came.
 */

/** What shards have become. */
export interface MergedOutput {
  file: string;
  /** It was there already, of the same plan. */
  found: boolean;
  shards: number;
  samples: number;
  bytes: number;
  /** By code. */
  rejects: Record<string, number>;
}

export interface MergeShardsOptions {
  /** Whether an output that is there is made anew. */
  fresh: boolean;
  limits: InputLimits;
}

/** An output that is to be joined of its shards. */
interface Whole {
  file: string;
  base: string;
  manifest: Manifest;
  shards: readonly FinishedShard[];
}

/**
 * Merges the shards in some folders, and below them, to the outputs that they are of; these stand
 * beside their shards.
 *
 * @throws KeychainError SHARDS_UNUSABLE where any is missing, double, foreign or damaged,
 *   OUTPUT_DIFFERS, OUTPUT_UNWRITABLE
 */
export async function mergeShards(
  folders: readonly string[],
  { fresh, limits }: MergeShardsOptions,
  reporter: Reporter,
): Promise<MergedOutput[]> {
  const outputs = await findShards(folders);
  if (outputs.length === 0) {
    throw new KeychainError(
      'SHARDS_UNUSABLE',
      `${folders.join(', ')}: no shards there; make them with --shard I/N`,
    );
  }
  const merged: MergedOutput[] = [];
  const wholes: Whole[] = [];
  const faults: string[] = [];
  for (const output of outputs) {
    const shards = await readShards(output);
    const found = fresh ? undefined : await findWhole(shards);
    if (found) {
      merged.push(found);
      continue;
    }
    const wrong = faultsOf(shards);
    if (wrong.length > 0) faults.push(`${output.whole}: ${wrong.join('; ')}`);
    else wholes.push(wholeOf(shards));
  }
  if (faults.length > 0) throw new KeychainError('SHARDS_UNUSABLE', faults.join('\n  '));
  for (const whole of wholes) merged.push(await join(whole, { fresh, limits }, reporter));
  return merged;
}

/** The whole of some shards, where it is there already. */
async function findWhole(shards: OutputShards): Promise<MergedOutput | undefined> {
  const manifest = commonPlan(shards);
  if (!manifest) return undefined;
  const { whole: base } = shards;
  const format = formatOf(manifest);
  const file = base + SINKS[format].ending;
  const found = await findFinished({ base, format, plan: manifest.plan });
  if (found) {
    const files = [file, base + MANIFEST_ENDING, base + REJECTS_ENDING];
    await removeLeftLeases(files, { [runLeaseOf(base)]: file });
  }
  return found && summaryOf(file, found, { found: true, shards: shards.finished.length });
}

const formatOf = ({ output }: Manifest): SinkName => output.format as SinkName;

function wholeOf(shards: OutputShards): Whole {
  const { whole: base, finished } = shards;
  const manifest = commonPlan(shards)!;
  return { file: base + SINKS[formatOf(manifest)].ending, base, manifest, shards: finished };
}

async function join(
  whole: Whole,
  options: MergeShardsOptions,
  reporter: Reporter,
): Promise<MergedOutput> {
  const { file, base, shards } = whole;
  warnOfVersions(file, shards, reporter);
  const { path } = await finalPlace(file);
  // A run may be making the whole, in this format or in another.
  const lease = await takeLease(runLeaseOf(base), file);
  try {
    return await joinHeld(whole, path, options, reporter);
  } finally {
    await lease.release();
  }
}

async function joinHeld(
  { file, base, manifest, shards }: Whole,
  path: string,
  { fresh, limits }: MergeShardsOptions,
  reporter: Reporter,
): Promise<MergedOutput> {
  const begun = readHead(logOf(path));
  if (begun && !fresh) refuseOther(file, begun.entry, manifest);
  // What cannot be written at the end is told now.
  for (const ending of [MANIFEST_ENDING, REJECTS_ENDING]) await finalPlace(base + ending);
  const rejects = await joinRejects(base + REJECTS_ENDING, shards, limits);
  const abandons = [rejects.abandon];
  try {
    const { output, commit, abandon } = await joinFile(file, manifest, shards, reporter);
    abandons.push(abandon);
    const whole = wholeManifest(manifest, shards, output);
    const manifestFile = await openByteFile(base + MANIFEST_ENDING);
    abandons.push(manifestFile.abandon);
    await manifestFile.write(Buffer.from(`${jsonText(whole, 2)}\n`));
    await manifestFile.end();
    // A process that is killed now may leave a manifest without a file, which the next one does not
    // mind, but never one beside the file of another.
    await removeFile(base + MANIFEST_ENDING);
    if (fresh) await removeOtherFormats(base, formatOf(manifest));
    // A run without shards that has not come to its end has nothing left to do.
    for (const each of [file, partOf(path), logOf(path), judgedOf(path)]) await removeFile(each);
    await rejects.commit();
    await manifestFile.commit();
    await commit();
    return summaryOf(file, whole, { found: false, shards: shards.length });
  } catch (error) {
    for (const abandon of abandons) await abandon();
    throw error;
  }
}

/** Joins the files of shards to one that has no name yet. */
async function joinFile(
  path: string,
  { plan, output }: Manifest,
  shards: readonly FinishedShard[],
  reporter: Reporter,
): Promise<{
  output: Omit<OutputDigest, 'format'>;
  commit: () => Promise<void>;
  abandon: () => Promise<void>;
}> {
  const level = (plan.settings['compression-level'] as number | undefined) ?? 0;
  const sink: Sink = SINKS[output.format as SinkName];
  const newFrame = async (): Promise<Frame> => sink.frame({ level, kind: plannedKindOf(plan) });
  const frame = await newFrame();
  const head = frame.head();
  const lines = createHash('sha256');
  const total = shards.reduce((sum, shard) => sum + shard.output.bytes, 0);
  let done = 0;
  const onBytes = (bytes: number): void => {
    done += bytes;
    reporter.progress(`merge ${path}`, { done, total, unit: 'bytes' });
  };
  const onLines = (sha256: Uint8Array): void => {
    lines.update(sha256);
  };
  const file = await openByteFile(path);
  try {
    await file.write(head);
    for (const shard of shards) {
      await joinShard(shard, { file, frame, newFrame, start: head.length, onLines, onBytes });
    }
    for (const piece of frame.rest(file.at) ?? []) await file.write(piece);
    await file.write(frame.foot());
    const digest = await file.end();
    return {
      output: { ...digest, lines_sha256: lines.digest('hex') },
      commit: file.commit,
      abandon: file.abandon,
    };
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

/** The lines are the same then, but perhaps not how they are packed. */
function warnOfVersions(
  file: string,
  shards: readonly FinishedShard[],
  reporter: Pick<Reporter, 'warn'>,
): void {
  const versions = [...new Set(shards.map(({ node }) => node))];
  if (versions.length === 1) return;
  reporter.warn(
    `${file}: its shards were made by Node ${versions.join(' and ')}, so it may be packed otherwise than by one of them`,
  );
}

const summaryOf = (
  file: string,
  { counts, output }: Manifest,
  rest: Pick<MergedOutput, 'found' | 'shards'>,
): MergedOutput => ({
  file,
  ...rest,
  samples: counts.samples,
  bytes: output.bytes,
  rejects: counts.rejects,
});
