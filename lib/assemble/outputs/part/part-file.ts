import { createHash, type Hash } from 'node:crypto';
import { closeSync, fdatasync, ftruncateSync, openSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { append } from '../../../disk/append.js';
import type { Lease } from '../../../disk/lease.js';
import { makeFolder } from '../../../disk/make-folder.js';
import { endWork, keepWork, markTemporary, unmarkTemporary } from '../../../disk/temporary.js';
import { writing } from '../../../disk/unwritable.js';
import type { KeychainError } from '../../../errors.js';
import type { FileForm, Frame, PackedBlock, Sink } from '../../../output/sink.js';
import { type Kept, notesOf, readKept } from './kept.js';
import {
  type BlockEntry,
  headOf,
  type LogHead,
  logLine,
  readBlocks,
  readHead,
  type StoppedEntry,
} from './log.js';
import { endLog, logOf, partOf } from './names.js';

/*
 * A file of samples under way, so that no work on it is ever lost.
 *
 * What is recorded, and when. The file is written as NAME.part, block by block, in order. Behind
 * the bytes of a block a line goes into the log, NAME.part.log: the block's number, the size of the
 * file so far, the checksum of the block's bytes, what the block has come to, and its rejects. The log
 * begins with the plan. When the last block is there, the file's foot is added, all is flushed to the
 * disk, and the names are given in this order: the rejects (made from the log), the file, the
 * manifest; then the log goes.
 *
 * A format that writes several blocks as one (Parquet: a row group of about 64 MB, whose columns lie one
 * behind the other) holds blocks until their group is full. The line of such a block says so, and that
 * it is done is recorded by a line of the group, behind the bytes of all of it.
 *
 * What is redone. The next run of the same plan reads the file along its log, and goes on behind the
 * last block that is whole in both (of a format that holds blocks, behind the last group); what lies
 * behind it is cut off. So a process that was killed costs
 * the blocks that it had under way, whether they were being made or being written. Both files are
 * flushed to the disk every few seconds, the file first: a power failure costs what came since, and
 * since every block has a checksum, whatever the disk has in its place is seen for what it is.
 *
 * What is never done twice. A block that is whole is not made again, whoever made it and on how many
 * workers: where a block begins and what is in it depends on the plan alone. A file that has its
 * name and its manifest is not touched. One that has only its name (a process was killed between the
 * two) still has its log: it becomes NAME.part again, and all that is left to do is to name it.
 */

const flush = promisify(fdatasync);

/** Flushed to the disk at most this often, in ms; a power failure costs what came since. */
const FLUSH_MS = 5000;

/** Digests of a finished file of samples. */
export interface SampleFileDigest {
  bytes: number;
  sha256: string;
  /** SHA-256 over the SHA-256 of each block's lines, in order. */
  lines_sha256: string;
}

/** A block that is to be written. */
export interface PartBlock
  extends Pick<BlockEntry, 'row' | 'candidates' | 'to' | 'marked' | 'left_out'> {
  tokens: BlockEntry['tokens'];
  rejects: BlockEntry['rejects'];
  /** Missing where it holds no sample. */
  packed?: PackedBlock | undefined;
  /** SHA-256 of its lines, 32 bytes. */
  linesSha256: Uint8Array;
}

/** A file of samples under way. */
export interface PartFile {
  /** Candidates of the blocks that an earlier run has made. */
  readonly candidates: number;
  /** Number of the first block that is still to be made. */
  readonly from: number;
  /** The position behind the last candidate of those; 0 without any. */
  readonly to: number;
  /** What the log has of each block, in order, read from the disk. */
  blocks(): Iterable<BlockEntry>;
  /** Writes the next blocks; resolves when that is done, and their bytes may change. */
  write(blocks: readonly PartBlock[]): Promise<void>;
  /** Writes what is left: all is on the disk itself, but has no name yet. */
  end(): Promise<SampleFileDigest>;
  /** Gives a file that is ended its name. */
  name(): Promise<void>;
  /** Ends the log of a file that has its name: it goes, or stays as `NAME.log`. */
  endLog(options: { keep: boolean }): Promise<void>;
  /**
   * Leaves what is there for the next run, with the reason; removes it if that is no block.
   *
   * @returns whether anything is left
   */
  suspend(error?: unknown): Promise<boolean>;
}

export interface PartOptions {
  /** Where the file will be: no link. */
  path: string;
  sink: Sink;
  form: FileForm;
  head: Omit<LogHead, 'format'>;
  /** False from the first recorded block on that is not to be kept. */
  isWanted?: (entry: BlockEntry) => boolean;
  /** Of the file. Before something is written or removed it is seen that it is held still. */
  lease: Pick<Lease, 'check' | 'isHeld'>;
}

/** What is there of a file, read so far; its digests go on from here. */
interface Before extends Kept {
  frame: Frame;
  /** What the file begins with. */
  head: Uint8Array;
  /** Of the file. */
  hash: Hash;
  /** Of the SHA-256 of each block's lines. */
  lines: Hash;
}

/**
 * Opens a file for writing, behind what an earlier run of the same plan has written of it. Whether
 * the plan is the same is for the caller to see.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE
 */
export function openPart(options: PartOptions): Promise<PartFile> {
  return writing(options.path, async () => {
    await makeFolder(dirname(options.path));
    const before = await readBefore(options, partOf(options.path));
    return goOn(options, before);
  });
}

/**
 * Whether a file that has its name but no manifest is, to its last byte, what its log tells of: all
 * that is left to do is to name it.
 */
export async function isNamedTooEarly(options: PartOptions): Promise<boolean> {
  const { path } = options;
  if (readHead(logOf(path)) === undefined) return false;
  // Whether all of it is wanted is another question.
  const { isAll, bytes, frame } = await readBefore({ ...options, isWanted: () => true }, path);
  return isAll && (await stat(path)).size === bytes + frame.foot().length;
}

async function readBefore(
  { path, sink, form, isWanted = () => true }: PartOptions,
  file: string,
): Promise<Before> {
  const frame = sink.frame(form);
  const head = frame.head();
  const hash = createHash('sha256').update(head);
  const lines = createHash('sha256');
  const log = logOf(path);
  const kept = await readKept({
    path: file,
    log,
    headBytes: readHead(log)?.end ?? 0,
    start: head.length,
    isWanted,
    fits: frame.fits,
    onBlocks: (written, bytes) => {
      if (bytes.length === 0) return;
      hash.update(bytes);
      for (const { lines_sha256 } of written.blocks) {
        if (lines_sha256 !== undefined) lines.update(Buffer.from(lines_sha256, 'hex'));
      }
      frame.kept(bytes.length, written.bytes - bytes.length, notesOf(written));
    },
  });
  return { ...kept, frame, head, hash, lines };
}

async function goOn(options: PartOptions, before: Before): Promise<PartFile> {
  const { path, lease } = options;
  const { frame, hash, lines } = before;
  const part = partOf(path);
  const log = logOf(path);
  const files = await openBoth(options, before);
  let at = before.bytes;
  /** Whether something is whole in both files. */
  let hasBlocks = before.row >= 0;
  /** Whether the frame holds blocks that are not written. */
  let isHolding = false;
  let flushed = performance.now();
  let flushing: Promise<void> | undefined;
  let isOpen = true;

  /** Takes pieces into the file's digest; tells where it ends then, and their checksum. */
  const sumOf = (pieces: readonly Uint8Array[]): { bytes: number; crc32: number } => {
    let sum = 0;
    for (const piece of pieces) {
      hash.update(piece);
      sum = crc32(piece, sum);
      at += piece.length;
    }
    return { bytes: at, crc32: sum };
  };
  /** What is written of a block now, and its lines of the log. */
  const placed = ({ packed, linesSha256, ...entry }: PartBlock): Placed => {
    const held = isHolding && { held: true as const };
    if (!packed) {
      if (!isHolding) hasBlocks = true;
      return { pieces: [], lines: logLine({ ...entry, bytes: at, ...held }) };
    }
    lines.update(linesSha256);
    const { note } = packed;
    const said = {
      lines_sha256: Buffer.from(linesSha256).toString('hex'),
      ...(note !== undefined && { note }),
    };
    const start = at;
    const pieces = frame.add(packed, at);
    if (pieces && !isHolding) {
      hasBlocks = true;
      return { pieces, lines: logLine({ ...entry, ...sumOf(pieces), ...said }) };
    }
    const line = logLine({ ...entry, bytes: start, held: true, ...said });
    isHolding = true;
    return pieces ? closed(pieces, line) : { pieces: [], lines: line };
  };
  /** The group of the blocks that were held, and its line behind theirs. */
  const closed = (pieces: readonly Uint8Array[], before = ''): Placed => {
    isHolding = false;
    hasBlocks = true;
    return { pieces, lines: before + logLine({ group: sumOf(pieces) }) };
  };
  const writeAll = async (all: readonly Placed[]): Promise<void> => {
    await append(
      files.part,
      all.flatMap(({ pieces }) => pieces),
    );
    await append(files.log, [Buffer.from(all.map(({ lines }) => lines).join(''))]);
  };
  const flushNow = async (): Promise<void> => {
    await flush(files.part);
    await flush(files.log);
  };
  const flushSometimes = (): void => {
    if (flushing || performance.now() - flushed < FLUSH_MS) return;
    // A disk that cannot flush tells it at the end, if that is so still.
    flushing = flushNow()
      .catch(() => undefined)
      .then(() => {
        flushed = performance.now();
        flushing = undefined;
      });
  };
  const closeBoth = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await flushing;
    closeSync(files.part);
    closeSync(files.log);
  };

  return {
    from: before.row + 1,
    to: before.to,
    candidates: before.candidates,
    *blocks() {
      yield* readBlocks(log);
    },
    write: blocks =>
      writing(path, async () => {
        if (blocks.length === 0) return;
        await lease.check();
        const hadBlocks = hasBlocks;
        await writeAll(blocks.map(placed));
        if (hasBlocks && !hadBlocks) keepWork(part, log);
        flushSometimes();
      }),
    end: () =>
      writing(path, async () => {
        await lease.check();
        const rest = frame.rest(at);
        if (rest) await writeAll([closed(rest)]);
        const foot = frame.foot();
        hash.update(foot);
        await append(files.part, [foot]);
        await flushing;
        await flushNow();
        return {
          bytes: at + foot.length,
          sha256: hash.digest('hex'),
          lines_sha256: lines.digest('hex'),
        };
      }),
    name: () =>
      writing(path, async () => {
        await lease.check();
        await closeBoth();
        await rename(part, path);
        unmarkTemporary(part);
        endWork(part);
      }),
    endLog: async ({ keep }) => {
      await endLog(path, keep);
      unmarkTemporary(log);
      endWork(log);
    },
    suspend: async error => {
      if (!isOpen) return false;
      const isOurs = lease.isHeld();
      if (isOurs && hasBlocks && error !== undefined) {
        // The disk may be full, or no longer there: the log says as much as it can.
        await append(files.log, [Buffer.from(logLine(stoppedBy(error)))]).catch(() => undefined);
      }
      await closeBoth();
      if (isOurs && hasBlocks) return true;
      for (const each of [part, log]) {
        // Those of a run that has taken over stay.
        if (isOurs) await rm(each, { force: true });
        unmarkTemporary(each);
        endWork(each);
      }
      return !isOurs;
    },
  };
}

/** What is written of a block, and its lines of the log. */
interface Placed {
  pieces: readonly Uint8Array[];
  lines: string;
}

/** Opens both files at the place from which on nothing is whole, cut off there. */
async function openBoth(
  { path, head, lease }: PartOptions,
  { row, bytes, logBytes, head: start }: Before,
): Promise<{ part: number; log: number }> {
  const part = partOf(path);
  const log = logOf(path);
  const isNew = row < 0;
  // Without a block there is nothing to keep. Opened at once, so that no signal comes in between.
  if (isNew) for (const each of [part, log]) markTemporary(each, lease.isHeld);
  else keepWork(part, log);
  const files = { part: openSync(part, 'a'), log: openSync(log, 'a') };
  ftruncateSync(files.part, isNew ? 0 : bytes);
  ftruncateSync(files.log, isNew ? 0 : logBytes);
  if (!isNew) return files;
  await append(files.part, [start]);
  await append(files.log, [Buffer.from(logLine(headOf(head)))]);
  return files;
}

function stoppedBy(error: unknown): StoppedEntry {
  const { code, message } = error as Partial<KeychainError>;
  return { stopped: { code: `${code ?? 'fault'}`, message: `${message ?? error}` } };
}
