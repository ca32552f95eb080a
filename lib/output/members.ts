import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ordered } from '../stream/ordered.js';
import { stage } from '../stream/stage.js';

/** Large enough to compress well, small enough to have several under way. */
const MEMBER_BYTES = 1 << 20;

/** Members compressed at once: as many as libuv's thread pool takes by default. */
const CONCURRENCY = 4;

export interface PackOptions {
  /** A member closes with the line that reaches this size, in bytes. Default 1 MiB. */
  memberBytes?: number;
  /** Makes an empty member if there are no lines: a file of 0 bytes is no gzip file. */
  evenIfEmpty?: boolean;
}

/**
 * Packs lines into the members of a gzip file: a Transform of lines (each in parts) to `Buffer`.
 * Where a member ends depends on the lines alone, so who made them, and how many at once, does
 * not show in the compressed bytes.
 */
export function packMembers({
  memberBytes = MEMBER_BYTES,
  evenIfEmpty = false,
}: PackOptions = {}): Transform {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  let members = 0;
  const close = (push: (member: Buffer) => void): void => {
    push(Buffer.concat(parts, bytes));
    members++;
    parts = [];
    bytes = 0;
  };
  return stage<Uint8Array[], Buffer>(
    (line, push) => {
      for (const part of line) {
        parts.push(part);
        bytes += part.length;
      }
      if (bytes >= memberBytes) close(push);
    },
    {
      flush: push => {
        if (bytes > 0 || (evenIfEmpty && members === 0)) close(push);
      },
      highWaterMark: 4,
    },
  );
}

/** The most that zlib takes, in its own measure: a tenth faster than by default, and smaller. */
const MEM_LEVEL = 9;

/** Room for a whole member, so that it takes one trip to the thread pool. */
const CHUNK_BYTES = MEMBER_BYTES / 2;

const compress = promisify(gzip) as (bytes: Buffer, options: object) => Promise<Buffer>;

/** Byte of a gzip header that says on what system it was made, and its value for "unknown". */
const SYSTEM_AT = 9;
const UNKNOWN_SYSTEM = 255;

/**
 * Compresses each chunk into a gzip member of its own (RFC 1952, section 2.2), several at once on
 * the thread pool, in order. node:zlib writes a modification time of 0; the system is left out,
 * so that it does not show in the bytes.
 */
export function gzipMembers(level: number): Transform {
  return ordered<Buffer, Buffer>(CONCURRENCY, async bytes => {
    const member = await compress(bytes, { level, memLevel: MEM_LEVEL, chunkSize: CHUNK_BYTES });
    member[SYSTEM_AT] = UNKNOWN_SYSTEM;
    return member;
  });
}
