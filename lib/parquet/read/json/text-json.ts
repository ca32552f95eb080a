import { isUtf8 } from 'node:buffer';
import { type LineRoom, reserve, writeByte } from './line-room.js';

const QUOTE = 0x22;
/** How many bytes one byte of a text becomes at most: a control character, as in `\u0000`. */
const MOST_BYTES = 6;
/** Bytes of a text that are written at a time, so that room for the worst of a long one is not taken. */
const SLICE = 1 << 14;

const PLAIN = 0;
const ESCAPED = 1;
const MANY_BYTES = 2;
/** It may be the last byte of what some readers take for the end of a line. */
const LINE_END = 3;
/** What each byte of a text in UTF-8 is to JSON. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x85 || byte === 0xa8 || byte === 0xa9) return LINE_END;
  if (byte >= 0x80) return MANY_BYTES;
  return byte < 0x20 || byte === QUOTE || byte === 0x5c ? ESCAPED : PLAIN;
});
/** What stands for the bytes that JSON escapes. */
const ESCAPES = Array.from({ length: 0x80 }, (_, byte) =>
  Buffer.from(JSON.stringify(String.fromCharCode(byte)).slice(1, -1)),
);
/** By their last byte: the characters that are escaped, and what JSON has in their place. */
const LINE_ENDS: Record<number, { before: readonly number[]; json: Buffer }> = {
  133: { before: [0xc2], json: Buffer.from('\\u0085') },
  168: { before: [0xe2, 0x80], json: Buffer.from('\\u2028') },
  169: { before: [0xe2, 0x80], json: Buffer.from('\\u2029') },
};

/**
 * Writes a text as JSON has it: as `JSON.stringify` does, and without what some readers take for the
 * end of a line.
 *
 * @returns false, and nothing is written, for bytes that are no UTF-8
 */
export function writeText(room: LineRoom, bytes: Uint8Array, from: number, to: number): boolean {
  reserve(room, 1);
  const { at } = room;
  room.bytes[room.at++] = QUOTE;
  let many = 0;
  for (let next = from; next < to; ) {
    const end = Math.min(next + SLICE, to);
    reserve(room, MOST_BYTES * (end - next));
    many |= writeSlice(room, bytes, next, end, from);
    next = end;
  }
  if (many !== 0 && !isUtf8(bytes.subarray(from, to))) {
    room.at = at;
    return false;
  }
  writeByte(room, QUOTE);
  return true;
}

/**
 * Writes a part of a text.
 *
 * @param first where the text begins
 * @returns what is not 0 where not all was ASCII
 */
function writeSlice(
  room: LineRoom,
  bytes: Uint8Array,
  from: number,
  to: number,
  first: number,
): number {
  const target = room.bytes;
  let { at } = room;
  let many = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    const kind = KINDS[byte]!;
    if (kind === PLAIN) target[at++] = byte;
    else if (kind === ESCAPED) {
      const json = ESCAPES[byte]!;
      for (let k = 0; k < json.length; k++) target[at++] = json[k]!;
    } else {
      many = 1;
      target[at++] = byte;
      if (kind === LINE_END && isLineEnd(bytes, i, first)) {
        const { before, json } = LINE_ENDS[byte]!;
        at -= before.length + 1;
        for (let k = 0; k < json.length; k++) target[at++] = json[k]!;
      }
    }
  }
  room.at = at;
  return many;
}

/** Whether the byte at a place ends such a character. */
function isLineEnd(bytes: Uint8Array, at: number, first: number): boolean {
  const { before } = LINE_ENDS[bytes[at]!]!;
  const start = at - before.length;
  return start >= first && before.every((byte, i) => bytes[start + i] === byte);
}
