import { closeSync, fstatSync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { crc32, inflateRaw, inflateRawSync, type ZlibOptions } from 'node:zlib';
import { KeychainError } from '../errors.js';
import { type LineBytes, readAt } from './line-bytes.js';

/*
 * A gzip file of ours is a row of members, one a block of samples, each of which can be unpacked
 * without those before it (RFC 1952). So a line is read where it lies, once it is known where the
 * members begin, and nothing has to be unpacked onto a disk.
 */

/** Bytes of a header without optional fields, and of CRC and size behind the data. */
const HEADER = 10;
const TRAILER = 8;
const PLAIN_HEADER = 0x1f8b0800;

/** Packed bytes of a member at most: of one that is larger a line costs too much. */
const LARGEST = 8 << 20;
const LARGEST_UNPACKED = 64 << 20;

/**
 * Bytes that are unpacked in one go. Node's own 16 KiB send each member through the thread pool tens of
 * times: 0.35 GB/s in place of 0.9.
 */
const IN_ONE_GO = 1 << 20;

/** Packed bytes that are read at once. */
const WINDOW = 1 << 20;

/** One member of a file. */
export interface Member {
  /** Where it begins, and where the next one does. */
  from: number;
  to: number;
  /** Its content. */
  bytes: Buffer;
}

/** Says that a file is no row of small members, and has to be unpacked as a whole. */
export class NoMembers extends Error {}

/**
 * The members of a gzip file, in order.
 *
 * @throws NoMembers, KeychainError INPUT_COMPRESSION
 */
export function* membersOf(path: string): Generator<Member> {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    let window: Buffer = Buffer.alloc(0);
    let start = 0;
    for (let from = 0; from < size; ) {
      let member = memberAt(window, from - start);
      for (let length = WINDOW; !member; length *= 2) {
        if (length > LARGEST) throw new NoMembers();
        window = readAt(descriptor, from, length);
        start = from;
        member = memberAt(window, 0);
        if (!member && from + length >= size) throw damaged(path, from, 'it ends too early');
      }
      const to = from + member.length;
      if (!member.isWhole) throw damaged(path, from, 'its checksum is another');
      yield { from, to, bytes: member.bytes };
      from = to;
    }
  } finally {
    closeSync(descriptor);
  }
}

const damaged = (path: string, at: number, what: string): KeychainError =>
  new KeychainError(
    'INPUT_COMPRESSION',
    `${path}: the gzip member at byte ${at} is damaged: ${what}`,
  );

/** The member that begins at an offset; undefined where it is not there as a whole. */
function memberAt(
  packed: Buffer,
  at: number,
): { bytes: Buffer; length: number; isWhole: boolean } | undefined {
  if (packed.length - at < HEADER + TRAILER) return undefined;
  if (packed.readUInt32BE(at) !== PLAIN_HEADER) throw new NoMembers();
  const inflated = inflate(packed.subarray(at + HEADER));
  if (!inflated) return undefined;
  const { bytes, taken } = inflated;
  const length = HEADER + taken + TRAILER;
  if (at + length > packed.length) return undefined;
  const trailer = packed.subarray(at + length - TRAILER, at + length);
  const isWhole =
    trailer.readUInt32LE(0) === crc32(bytes) && trailer.readUInt32LE(4) === bytes.length;
  return { bytes, length, isWhole };
}

/** Room for all of a whole member, as it says itself, if that is not too much: many are unpacked at once. */
const roomFor = (member: Buffer): number =>
  Math.max(1 << 14, Math.min(IN_ONE_GO, member.readUInt32LE(member.length - 4)));

function inflate(deflated: Buffer): { bytes: Buffer; taken: number } | undefined {
  try {
    const options = { info: true, maxOutputLength: LARGEST_UNPACKED, chunkSize: IN_ONE_GO };
    // The types know nothing of what `info` gives.
    const { buffer, engine } = inflateRawSync(deflated, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { bytes: buffer, taken: engine.bytesWritten };
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'Z_BUF_ERROR') return undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new NoMembers();
    throw error;
  }
}

/** Bytes of a member's row in the table: where its content and where it itself begins. */
export const MEMBER_ROW = 16;

export function memberRow(offset: number, from: number): Buffer {
  const row = Buffer.alloc(MEMBER_ROW);
  row.writeDoubleLE(offset, 0);
  row.writeDoubleLE(from, 8);
  return row;
}

/** Bytes of members that are kept in memory: lists and searches go from one to the next. */
const KEPT = 24 << 20;

const inflateAside = promisify(inflateRaw) as (
  deflated: Buffer,
  options: ZlibOptions,
) => Promise<Buffer>;

/**
 * The lines in the members of a gzip file.
 *
 * @param table - path of the rows of those that are known; more may come
 */
export function memberBytes(path: string, table: string): LineBytes {
  const packed = openSync(path, 'r');
  const rows = openSync(table, 'r');
  const kept = new Map<number, Buffer>();
  let keptBytes = 0;
  const keep = (number: number, bytes: Buffer): Buffer => {
    for (const [other, { length }] of kept) {
      if (keptBytes + bytes.length <= KEPT) break;
      kept.delete(other);
      keptBytes -= length;
    }
    if (!kept.has(number)) keptBytes += bytes.length;
    // A small member does not keep all the room that it was unpacked into.
    const own = bytes.length * 2 < bytes.buffer.byteLength ? Buffer.from(bytes) : bytes;
    kept.set(number, own);
    return own;
  };

  const count = (): number => Math.floor(fstatSync(rows).size / MEMBER_ROW);
  const rowAt = (number: number): { offset: number; from: number } => {
    const row = readAt(rows, number * MEMBER_ROW, MEMBER_ROW);
    return { offset: row.readDoubleLE(0), from: row.readDoubleLE(8) };
  };
  /** The last member whose content begins at an offset or before it. */
  const memberWith = (offset: number, all: number): number => {
    let low = 0;
    let high = all;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rowAt(middle).offset <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  const packedOf = (number: number, all: number): { from: number; bytes: Buffer } => {
    const { from } = rowAt(number);
    const end = Math.min(from + LARGEST, fstatSync(packed).size);
    const to = number + 1 < all ? rowAt(number + 1).from : end;
    return { from, bytes: readAt(packed, from, to - from) };
  };
  const contentOf = (number: number, all: number): Buffer => {
    const known = kept.get(number);
    if (known) return known;
    const { from, bytes } = packedOf(number, all);
    const member = memberAt(bytes, 0);
    if (!member) throw damaged(path, from, 'it is not what it was');
    return keep(number, member.bytes);
  };

  return {
    read(offset, length) {
      const parts: Buffer[] = [];
      const all = count();
      let left = length;
      let at = offset;
      for (let number = memberWith(at, all); number >= 0 && number < all && left > 0; number++) {
        const start = at - rowAt(number).offset;
        const part = contentOf(number, all).subarray(start, start + left);
        parts.push(part);
        at += part.length;
        left -= part.length;
      }
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    },
    // Unpacked beside this thread, several at once.
    async ahead(offset, length) {
      const all = count();
      const first = Math.max(0, memberWith(offset, all));
      const last = memberWith(offset + length, all);
      const missing = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(
        // Where the last one ends is not known while more come.
        number => !kept.has(number) && number + 1 < all,
      );
      await Promise.all(
        missing.map(async number => {
          const { bytes } = packedOf(number, all);
          const deflated = bytes.subarray(HEADER, bytes.length - TRAILER);
          // What is damaged is told by who reads it.
          const options = { chunkSize: roomFor(bytes), maxOutputLength: LARGEST_UNPACKED };
          const content = await inflateAside(deflated, options).catch(() => undefined);
          if (content) keep(number, content);
        }),
      );
    },
    close() {
      closeSync(packed);
      closeSync(rows);
    },
  };
}
