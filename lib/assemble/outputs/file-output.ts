import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { finalPlace, removeFile } from '../../disk/final-place.js';
import { type Lease, leaseOf } from '../../disk/lease.js';
import { removeLeftLeases } from '../../disk/left-leases.js';
import { unwritable } from '../../disk/unwritable.js';
import { jsonText } from '../../json/json-text.js';
import { type ByteFile, openByteFile } from '../../output/byte-file.js';
import { MANIFEST_ENDING, REJECTS_ENDING } from '../../output/names.js';
import { rejectFile, rejectsIn } from '../../output/reject-file.js';
import type { FileForm } from '../../output/sink.js';
import { SINKS, type SinkName } from '../../output/sinks.js';
import { NO_TOKENS, type TokenStats } from '../../output/token-stats.js';
import type { Reject } from '../../records/reject.js';
import { type Plan, planDigest } from '../../settings/plan.js';
import type { MadeBlock } from '../block/block.js';
import { findFinished, refuseOther } from './finished.js';
import { lengthCounts } from './length-counts.js';
import type { Manifest, ManifestCounts } from './manifest.js';
import { removeOtherFormats } from './other-formats.js';
import { takeOutput } from './output-lease.js';
import type { Before, OutputSummary } from './outputs.js';
import { isNamedTooEarly } from './part/before.js';
import type { BlockEntry, LogHead } from './part/log.js';
import { readHead } from './part/log.js';
import { endLog, keptLogOf, logOf, partOf, runLeaseOf } from './part/names.js';
import type { PartBlock, PartFile, PartOptions, SampleFileDigest } from './part/part.js';
import { openPart } from './part/part-file.js';

/** One output: what it is, and where it goes. */
export interface OutputPlace {
  /** Path without its ending. */
  base: string;
  format: SinkName;
  form: FileForm;
  maxSeqLength: number | null;
  plan: Plan;
  positions: LogHead['positions'];
  tokenizer: LogHead['tokenizer'];
}

/** One length's file under way, with what stands beside it. */
export interface FileOutput {
  readonly before: Before;
  /** Of the blocks that earlier runs have made. */
  earlierRejects(): Iterable<Reject> | AsyncIterable<Reject>;
  write(blocks: readonly MadeBlock[]): Promise<void>;
  /**
   * Gives it its name, with what stands beside it.
   *
   * @param early rejects that were met before the first sample was made
   */
  finish(early: AsyncIterable<Reject>, described: Describe): Promise<void>;
  summary(): OutputSummary;
  /** @returns whether anything is left that the next run goes on with */
  suspend(error: unknown): Promise<boolean>;
}

/** Makes a file's manifest of what it has come to. */
export type Describe = (
  counts: Pick<ManifestCounts, 'samples' | 'marked' | 'left_out' | 'rejects'>,
  rest: { tokens: TokenStats | null; digest: SampleFileDigest },
) => Manifest;

/** How an output is opened. */
export interface OpenOptions {
  /** Whether what is there, finished or not, is to go. */
  fresh: boolean;
  /** Whether the log of a finished file stays. */
  keepLog: boolean;
  /** False from the first recorded block on that is not to be kept. */
  isWanted: (entry: BlockEntry) => boolean;
}

/**
 * Opens an output: what is there of it, made by the same plan, is found or gone on with.
 *
 * @throws KeychainError OUTPUT_DIFFERS, OUTPUT_IN_USE, OUTPUT_UNWRITABLE
 */
export async function openFileOutput(
  place: OutputPlace,
  options: OpenOptions,
): Promise<FileOutput> {
  const { base, format } = place;
  const file = fileOf(place);
  const { path, isDevice } = await finalPlace(file);
  if (isDevice) throw unwritable(file, new Error('is no file'));
  const leases = [runLeaseOf(base), leaseOf(path)];
  for (const ending of [MANIFEST_ENDING, REJECTS_ENDING]) {
    // What cannot be written at the end is told now.
    leases.push(leaseOf((await finalPlace(base + ending)).path));
  }
  if (!options.fresh && ![logOf(path), ...leases].some(existsSync)) {
    // Where all is done, nobody is waited for and nothing is written.
    const found = await findFinished(place).catch(() => undefined);
    if (found) return foundOutput(place, found);
  }
  const lease = await takeOutput(base, file, path);
  try {
    const parts = partsOf(place, path, options, lease);
    if (options.fresh) await removeAll(base, format, path);
    else if (!existsSync(base + MANIFEST_ENDING) && (await isNamedTooEarly(parts))) {
      await rename(path, partOf(path));
    }
    const found = await findFinished(place);
    if (found) {
      await endLog(path, options.keepLog);
      await removeLeftLeases([file, base + MANIFEST_ENDING, base + REJECTS_ENDING]);
      await lease.release();
      return foundOutput(place, found);
    }
    const log = readHead(logOf(path));
    if (log) refuseOther(file, log.entry, place);
    return outputUnderWay(place, file, await openPart(parts), options, lease);
  } catch (error) {
    await lease.release();
    throw error;
  }
}

const fileOf = ({ base, format }: OutputPlace): string => base + SINKS[format].ending;

const partsOf = (
  { format, form, maxSeqLength, plan, positions, tokenizer }: OutputPlace,
  path: string,
  { isWanted }: OpenOptions,
  lease: Lease,
): PartOptions => ({
  path,
  sink: SINKS[format],
  form,
  head: {
    plan,
    plan_sha256: planDigest(plan),
    max_seq_length: maxSeqLength,
    positions,
    tokenizer,
  },
  isWanted,
  lease,
});

/**
 * Removes what is there of an output, finished or not, in any format; the manifest first, which vouches
 * for the rest.
 */
async function removeAll(base: string, format: SinkName, path: string): Promise<void> {
  await removeFile(base + MANIFEST_ENDING);
  await removeFile(base + REJECTS_ENDING);
  await removeOtherFormats(base, format);
  for (const each of [path, partOf(path), logOf(path), keptLogOf(path)]) await removeFile(each);
}

/** An output that an earlier run has finished. */
function foundOutput(place: OutputPlace, { plan, counts, tokens }: Manifest): FileOutput {
  const file = fileOf(place);
  const rejectsFile = place.base + REJECTS_ENDING;
  const { samples, marked, left_out, rejects } = counts;
  const nothing = async (): Promise<void> => undefined;
  return {
    before: { from: Number.POSITIVE_INFINITY, candidates: 0, to: Number.POSITIVE_INFINITY },
    earlierRejects: () => sampleRejects(rejectsFile),
    write: nothing,
    finish: nothing,
    suspend: async () => false,
    summary: () => ({
      file,
      found: counts,
      max_seq_length: (plan.settings['max-seq-length'] as number | undefined) ?? null,
      samples,
      marked,
      left_out,
      tokens,
      rejects,
    }),
  };
}

/** Those of a file of rejects that were met while samples were made: not those of reading, which have a place. */
async function* sampleRejects(file: string): AsyncGenerator<Reject> {
  for await (const reject of rejectsIn(file)) {
    if (reject.file === undefined) yield reject;
  }
}

function outputUnderWay(
  { base, maxSeqLength }: OutputPlace,
  file: string,
  part: PartFile,
  { keepLog }: OpenOptions,
  lease: Lease,
): FileOutput {
  const counts = lengthCounts();
  let rejected: Record<string, number> = {};
  for (const entry of part.blocks()) counts.add({ ...entry, tokens: entry.tokens ?? NO_TOKENS });
  function* blockRejects(): Generator<Reject> {
    for (const { rejects } of part.blocks()) yield* rejects;
  }
  return {
    before: { from: part.from, candidates: part.candidates, to: part.to },
    earlierRejects: blockRejects,
    write: async blocks => {
      const entries = blocks.filter(({ candidates }) => candidates > 0).map(partBlock);
      for (const { made } of blocks) counts.add(made[0]!);
      await part.write(entries);
    },
    finish: async (early, describe) => {
      const rejects = rejectFile(base + REJECTS_ENDING);
      let manifestFile: ByteFile | undefined;
      try {
        for await (const reject of early) await rejects.write(reject);
        for (const reject of blockRejects()) await rejects.write(reject);
        rejected = await rejects.end();
        const digest = await part.end();
        const { tokens, ...made } = counts.summary();
        const manifest = describe({ ...made, rejects: rejected }, { tokens, digest });
        manifestFile = await openByteFile(base + MANIFEST_ENDING);
        await manifestFile.write(Buffer.from(`${jsonText(manifest, 2)}\n`));
        await manifestFile.end();
        // A process that is killed now may leave a file without a manifest, but none beside that of
        // another one.
        await removeFile(base + MANIFEST_ENDING);
        await rejects.commit();
        await part.name();
        await manifestFile.commit();
        await part.endLog({ keep: keepLog });
      } catch (error) {
        await rejects.abandon();
        await manifestFile?.abandon();
        throw error;
      }
      await lease.release();
    },
    summary: () => ({ file, max_seq_length: maxSeqLength, ...counts.summary(), rejects: rejected }),
    suspend: async error => {
      const isLeft = await part.suspend(error);
      await lease.release();
      return isLeft;
    },
  };
}

const partBlock = (block: MadeBlock): PartBlock => {
  const { row, candidates, to, packed, linesSha256, rejects, made } = block;
  const { tokens, marked, left_out } = made[0]!;
  return {
    row,
    candidates,
    to,
    tokens: tokens.samples === 0 ? null : tokens,
    marked,
    left_out,
    rejects: rejects.map(({ reject }) => reject),
    packed,
    linesSha256,
  };
};
