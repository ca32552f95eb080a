import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type BlockEntry, readWritten, type WrittenBlocks } from './log.js';

/** How much of an unfinished file is whole, in the file and in its log. */
export interface Kept {
  /** Number of the last whole block; -1 for none. */
  row: number;
  /** Bytes of the file behind it. */
  bytes: number;
  /** Bytes of the log behind its line. */
  logBytes: number;
  /** Candidates of all whole blocks. */
  candidates: number;
  /** The position behind the last of them; 0 without any. */
  to: number;
  /** Whether every block of the log is whole. */
  isAll: boolean;
}

export interface KeptOptions {
  /** The file and its log. */
  path: string;
  log: string;
  /** Bytes of the log behind its head. */
  headBytes: number;
  /** Bytes of the file before its first block. */
  start: number;
  /** False from the first block on that is not to be kept. */
  isWanted: (entry: BlockEntry) => boolean;
  /** Whether what the log notes of blocks is of so many bytes. */
  fits: (length: number, notes: readonly unknown[]) => boolean;
  /** Takes each whole block or group, in order, with its bytes in the file; they are used again. */
  onBlocks: (written: WrittenBlocks, bytes: Uint8Array) => void;
}

/**
 * Reads an unfinished file along its log, block by block (where a format writes groups of them, group
 * by group), as far as both have the block whole: a
 * power failure may have left less of the one than of the other, or anything in place of the last
 * seconds. One of them at a time is in memory.
 *
 * @throws what the system says; nothing of a file that is not there is whole
 */
export async function readKept(options: KeptOptions): Promise<Kept> {
  const { path, log, headBytes, start, isWanted, fits, onBlocks } = options;
  const kept: Kept = {
    row: -1,
    bytes: start,
    logBytes: headBytes,
    candidates: 0,
    to: 0,
    isAll: false,
  };
  const file = await openIfThere(path);
  try {
    const size = file ? (await file.stat()).size : 0;
    let room = Buffer.alloc(0);
    for (const { entry, end } of readWritten(log)) {
      const { blocks } = entry;
      const length = entry.bytes - kept.bytes;
      if (!file || length < 0 || entry.bytes > size || !blocks.every(isWanted)) return kept;
      if (length > room.length) room = Buffer.allocUnsafe(length + (length >> 2));
      const bytes = await bytesAt(file, kept.bytes, room.subarray(0, length));
      if (!bytes || !isWhole(entry, bytes)) return kept;
      if (length > 0 && !fits(length, notesOf(entry))) return kept;
      onBlocks(entry, bytes);
      kept.row = blocks.at(-1)!.row;
      kept.bytes = entry.bytes;
      kept.logBytes = end;
      kept.candidates += blocks.reduce((sum, { candidates }) => sum + candidates, 0);
      kept.to = blocks.at(-1)!.to;
    }
    return { ...kept, isAll: file !== undefined };
  } finally {
    await file?.close();
  }
}

/** What the log notes of the blocks that hold samples. */
export const notesOf = ({ blocks }: WrittenBlocks): unknown[] =>
  blocks.filter(({ lines_sha256 }) => lines_sha256 !== undefined).map(({ note }) => note);

const isWhole = ({ crc32: expected }: WrittenBlocks, bytes: Uint8Array): boolean =>
  bytes.length === 0 ? expected === undefined : crc32(bytes) === expected;

/** The bytes there, in the room given; undefined where the file ends before. */
async function bytesAt(file: FileHandle, at: number, room: Buffer): Promise<Buffer | undefined> {
  for (let done = 0; done < room.length; ) {
    const { bytesRead } = await file.read(room, done, room.length - done, at + done);
    if (bytesRead === 0) return undefined;
    done += bytesRead;
  }
  return room;
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
