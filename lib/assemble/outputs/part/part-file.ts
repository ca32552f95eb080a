import { closeSync, fdatasync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { append } from '../../../disk/append.js';
import { makeFolder } from '../../../disk/make-folder.js';
import { endWork, keepWork, unmarkTemporary } from '../../../disk/temporary.js';
import { writing } from '../../../disk/unwritable.js';
import type { KeychainError } from '../../../errors.js';
import { type Before, readBefore } from './before.js';
import { logLine, readBlocks, type StoppedEntry } from './log.js';
import { endLog, logOf, partOf } from './names.js';
import { openBoth } from './open-both.js';
import type { PartBlock, PartFile, PartOptions } from './part.js';

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

function stoppedBy(error: unknown): StoppedEntry {
  const { code, message } = error as Partial<KeychainError>;
  return { stopped: { code: `${code ?? 'fault'}`, message: `${message ?? error}` } };
}
