import { crc32 } from 'node:zlib';

/*
 * A frame: 16 bytes of head, then the body.
 *
 *   0  marker, which a reader looks for behind a damaged place
 *   4  bytes of the body (32 bits, little-endian, as all numbers here)
 *   8  CRC-32 of the body
 *  12  CRC-32 of the 12 bytes before: a length is believed only if it is what was written
 */
export const HEAD = 16;

/** No text has these bytes: 0xf7 does not occur in UTF-8. The last one is the format's version. */
const MARKER = Buffer.from([0xf7, 0x6b, 0x63, 0x01]);

/** A frame with this body. */
export function frameOf(body: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(HEAD + body.length);
  MARKER.copy(frame);
  frame.writeUInt32LE(body.length, 4);
  frame.writeUInt32LE(crc32(body), 8);
  frame.writeUInt32LE(crc32(frame.subarray(0, 12)), 12);
  body.copy(frame, HEAD);
  return frame;
}

/** Where the next frame may begin; -1 if there is none from there on. */
export const markerIn = (bytes: Buffer, from: number): number => bytes.indexOf(MARKER, from);

/** How long the body is, if a head stands there; undefined if none does. */
export function bodyLength(bytes: Buffer, at: number): number | undefined {
  if (at + HEAD > bytes.length || bytes.compare(MARKER, 0, MARKER.length, at, at + 4) !== 0) {
    return undefined;
  }
  const isRight = bytes.readUInt32LE(at + 12) === crc32(bytes.subarray(at, at + 12));
  return isRight ? bytes.readUInt32LE(at + 4) : undefined;
}

/** The body of the frame there, if it is whole and undamaged. */
export function bodyAt(bytes: Buffer, at: number): Buffer | undefined {
  const length = bodyLength(bytes, at);
  if (length === undefined || at + HEAD + length > bytes.length) return undefined;
  const body = bytes.subarray(at + HEAD, at + HEAD + length);
  return crc32(body) === bytes.readUInt32LE(at + 8) ? body : undefined;
}
