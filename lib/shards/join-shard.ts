import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { notesOf } from '../assemble/outputs/part/kept.js';
import { readWritten } from '../assemble/outputs/part/log.js';
import { keptLogOf } from '../assemble/outputs/part/names.js';
import { KeychainError } from '../errors.js';
import type { ByteFile } from '../output/byte-file.js';
import type { Frame, PackedBlock } from '../output/sink.js';
import type { FinishedShard } from './read-shards.js';

/** What blocks of shards are written to. */
export interface Joining {
  file: Pick<ByteFile, 'write' | 'at'>;
  frame: Frame;
  /** Makes a frame of the same form, by which a shard's foot is what its log tells of. */
  newFrame: () => Promise<Frame>;
  /** Bytes of a shard's file before its first block. */
  start: number;
  /** Takes the SHA-256 of each block's lines, 32 bytes. */
  onLines(sha256: Uint8Array): void;
  /** Told how many bytes of shards have been read, where there are any. */
  onBytes(bytes: number): void;
}

/** Bytes read at once of what lies between blocks. */
const CHUNK_BYTES = 1 << 16;

/**
 * Writes the blocks of a shard, as its log tells where they lie, and sees on the way that its file is
 * to the last byte the one that its manifest tells of. A block at a time is in memory, and the next.
 *
 * @throws KeychainError SHARDS_UNUSABLE for a file that has changed since it was made
 */
export async function joinShard(shard: FinishedShard, joining: Joining): Promise<void> {
  const { path, output } = shard;
  const log = keptLogOf(path);
  if (!existsSync(log)) throw unusable(path, 'its log is gone, which tells where its blocks lie');
  const file = await open(path, 'r').catch((error: Error) => {
    throw unusable(path, error.message);
  });
  try {
    const { digest, at, isOfLog } = await copyBlocks(shard, file, log, joining);
    const { sha256, lines_sha256 } = digest();
    if (at !== output.bytes || sha256 !== output.sha256) {
      throw unusable(
        path,
        `it is not the file of its manifest: ${at} bytes with SHA-256 ${sha256}`,
      );
    }
    if (lines_sha256 !== output.lines_sha256 || !isOfLog) {
      throw unusable(log, 'it does not tell of the blocks of its file');
    }
  } finally {
    await file.close();
  }
}

async function copyBlocks(
  { path, output }: FinishedShard,
  file: FileHandle,
  log: string,
  { file: whole, frame, newFrame, start, onLines, onBytes }: Joining,
) {
  const hash = createHash('sha256');
  const lines = createHash('sha256');
  let at = 0;
  const read = async (room: Buffer): Promise<Buffer> => {
    const bytes = await fill(file, room, at);
    hash.update(bytes);
    at += bytes.length;
    if (bytes.length > 0) onBytes(bytes.length);
    return bytes;
  };
  // Two, so that one is read while the other is written.
  const rooms = [Buffer.alloc(0), Buffer.alloc(0)];
  let turn = 0;
  let written: Promise<void> = Promise.resolve();
  /** What the shard's foot is if the log's notes are those of its blocks. */
  const own = await newFrame();
  let hasBlocks = false;
  /** Reads what is no block; whether that is what is expected. */
  const pass = async (bytes: number, expected: Uint8Array): Promise<boolean> => {
    let isExpected = true;
    let done = 0;
    while (done < bytes) {
      const chunk = await read(Buffer.allocUnsafe(Math.min(bytes - done, CHUNK_BYTES)));
      if (chunk.length === 0) break;
      isExpected &&= chunk.equals(expected.subarray(done, done + chunk.length));
      done += chunk.length;
    }
    return isExpected && done === expected.length;
  };
  await pass(start, own.head());
  for (const { entry } of readWritten(log)) {
    for (const { lines_sha256 } of entry.blocks) {
      if (lines_sha256 === undefined) continue;
      const sha256 = Buffer.from(lines_sha256, 'hex');
      lines.update(sha256);
      onLines(sha256);
    }
    const length = entry.bytes - at;
    if (length === 0) continue;
    const notes = notesOf(entry);
    if (length < 0 || entry.bytes > output.bytes || !frame.fits(length, notes)) {
      throw unusable(log, 'it is not of its file');
    }
    own.kept(length, at, notes);
    hasBlocks = true;
    turn = 1 - turn;
    if (rooms[turn]!.length < length) rooms[turn] = Buffer.allocUnsafe(length + (length >> 2));
    const bytes = await read(rooms[turn]!.subarray(0, length));
    if (bytes.length < length) throw unusable(path, 'it is shorter than its log tells');
    await written;
    written = writeAll(frame.split(bytes, notes), frame, whole);
    // Heard of by the next block, or at the end.
    written.catch(() => undefined);
  }
  await written;
  const isFoot = await pass(Number.POSITIVE_INFINITY, own.foot());
  return {
    at,
    isOfLog: isFoot || !hasBlocks,
    digest: () => ({ sha256: hash.digest('hex'), lines_sha256: lines.digest('hex') }),
  };
}

/** Writes blocks, or what is full of them; those that the frame holds may change then. */
async function writeAll(
  blocks: Iterable<PackedBlock>,
  frame: Frame,
  whole: Joining['file'],
): Promise<void> {
  for (const block of blocks) {
    for (const piece of frame.add(block, whole.at) ?? []) await whole.write(piece);
  }
}

/** As many bytes as there are, up to the size of the room. */
async function fill(file: FileHandle, room: Buffer, at: number): Promise<Buffer> {
  let done = 0;
  while (done < room.length) {
    const { bytesRead } = await file.read(room, done, room.length - done, at + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return room.subarray(0, done);
}

export const unusable = (path: string, why: string): KeychainError =>
  new KeychainError('SHARDS_UNUSABLE', `${path}: ${why}; make that shard again, with --fresh`);
