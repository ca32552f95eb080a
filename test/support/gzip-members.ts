import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';

/** Bytes of a header without optional fields, and of CRC and size behind the data (RFC 1952). */
const HEADER = 10;
const TRAILER = 8;

/** The content of each member of a gzip file, in order. */
export function gzipMembers(file: Buffer): Buffer[] {
  const members: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    if (file.readUInt32BE(at) !== 0x1f8b0800) throw new Error(`no plain gzip header at ${at}`);
    const deflated = file.subarray(at + HEADER);
    const { buffer, engine } = inflateRawSync(deflated, { info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    at += HEADER + engine.bytesWritten + TRAILER;
    if (file.readUInt32LE(at - 4) !== buffer.length) throw new Error(`no member's end at ${at}`);
    members.push(buffer);
  }
  return members;
}

/** SHA-256 of some bytes. */
export const sha256 = (bytes: Uint8Array | string): Buffer =>
  createHash('sha256').update(bytes).digest();
