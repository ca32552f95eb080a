import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ordered } from '../stream/ordered.js';
import { stage } from '../stream/stage.js';

/** A member of a gzip file holds whole lines, and closes with the one that reaches this size. */
const MEMBER_BYTES = 1 << 20;

/** Members compressed at once: as many as libuv's thread pool takes by default. */
const CONCURRENCY = 4;

/**
 * Packs lines into the members of a gzip file: a Transform of lines (each in parts) to `Buffer`.
 * Where a member ends depends on the lines alone, so who made them, and how many at once, does
 * not show in the compressed bytes.
 */
export function packMembers(memberBytes: number = MEMBER_BYTES): Transform {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  const close = (push: (member: Buffer) => void): void => {
    if (bytes > 0) push(Buffer.concat(parts, bytes));
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
    { flush: close, highWaterMark: 4 },
  );
}

const compress = promisify(gzip) as (bytes: Buffer, options: object) => Promise<Buffer>;

/**
 * Compresses each chunk into a gzip member of its own (RFC 1952, section 2.2), several at once on
 * the thread pool, in order. node:zlib writes a modification time of 0.
 */
export function gzipMembers(level: number): Transform {
  return ordered<Buffer, Buffer>(CONCURRENCY, bytes => compress(bytes, { level }));
}
