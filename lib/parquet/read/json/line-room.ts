/** Bytes of lines that are given at a time, at least. */
const CHUNK_BYTES = 1 << 18;
/** What is asked for beyond that at first, so that most lines that end behind it fit. */
const MARGIN = 1 << 16;

/** What bytes of a character in UTF-8 begin with, behind its first one. */
const CONTINUES_MASK = 0xc0;
const CONTINUES = 0x80;
/** The largest byte that is a character by itself. */
const ASCII = 0x7f;
/** `?`, for a character that is cut. */
const FILLER = 0x3f;

/**
 * Room in which lines are written. Of a line that is longer than a record may be no more is kept than
 * what shows that it is.
 */
export interface LineRoom {
  bytes: Buffer;
  /** Where the next byte goes. */
  at: number;
  /** Where the line begins. */
  start: number;
  /** Bytes of the longest line that is kept whole. */
  maxBytes: number;
}

export const lineRoom = (maxBytes: number): LineRoom => ({
  bytes: Buffer.allocUnsafeSlow(CHUNK_BYTES + MARGIN),
  at: 0,
  start: 0,
  maxBytes,
});

/** Sees that some more bytes can be written. */
export function reserve(room: LineRoom, more: number): void {
  if (room.at - room.start > room.maxBytes) cut(room);
  if (room.at + more <= room.bytes.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(2 * room.bytes.length, room.at + more));
  larger.set(room.bytes.subarray(0, room.at));
  room.bytes = larger;
}

/** Drops what is too long of a line; what is left of it is text still. */
function cut(room: LineRoom): void {
  const { bytes, start, maxBytes } = room;
  room.at = start + maxBytes + 1;
  let last = room.at - 1;
  while (last > start && (bytes[last]! & CONTINUES_MASK) === CONTINUES) last--;
  if (bytes[last]! > ASCII) bytes.fill(FILLER, last, room.at);
}

/** Whether there are enough lines to be given away. */
export const isFull = ({ at }: LineRoom): boolean => at >= CHUNK_BYTES;

/** The lines so far, which are the taker's; undefined if there are none. */
export function taken(room: LineRoom): Buffer | undefined {
  if (room.at === 0) return undefined;
  const lines = room.bytes.subarray(0, room.at);
  room.bytes = Buffer.allocUnsafeSlow(CHUNK_BYTES + MARGIN);
  room.at = room.start = 0;
  return lines;
}

/** Writes what is ASCII. */
export function writeAscii(room: LineRoom, text: string): void {
  reserve(room, text.length);
  const { bytes } = room;
  let { at } = room;
  for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
  room.at = at;
}

/** Writes bytes as they are. */
export function writeBytes(room: LineRoom, source: Uint8Array): void {
  reserve(room, source.length);
  room.bytes.set(source, room.at);
  room.at += source.length;
}

/** Writes one byte. */
export function writeByte(room: LineRoom, byte: number): void {
  if (room.at >= room.bytes.length || room.at - room.start > room.maxBytes) reserve(room, 1);
  room.bytes[room.at++] = byte;
}
