import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { bodyAt, bodyLength, HEAD, markerIn } from './frame.js';
import { ID_BYTES } from './recorded.js';

/** Where a frame lies. */
export interface Place {
  offset: number;
  /** Bytes, head included. */
  length: number;
}

/** A frame that a scan has come to. */
export interface Found extends Place {
  /** What was asked. */
  id: Buffer;
}

/** Bytes that a scan reads at once, if a frame is not longer. */
const WINDOW = 1 << 20;

/** Bytes of a file; 0 where there is none. */
export const sizeOf = (path: string): number =>
  statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** The body of a frame; undefined if it cannot be read. */
export const readBody = (path: string, { offset, length }: Place): Buffer | undefined =>
  reading(path, bytesAt => bodyAt(bytesAt(offset, length), 0));

/** What a scan has come to. */
export interface Scanned {
  /** Where the next frame will begin: behind the last one that is whole. */
  end: number;
  /** Bytes before it that belong to no frame. */
  damaged: number;
  /** Bytes behind it: a frame that somebody is about to write, or one that was cut. */
  rest: number;
}

/** Tells of all whole frames of a file from there on, whatever lies between them. */
export function scanSegment(path: string, from: number, onFrame: (frame: Found) => void): Scanned {
  const last = sizeOf(path);
  if (from >= last) return { end: from, damaged: 0, rest: 0 };
  return reading(path, bytesAt => {
    const room = Buffer.allocUnsafe(Math.min(WINDOW, Math.max(HEAD, last - from)));
    let start = from;
    let bytes = bytesAt(start, Math.min(room.length, last - start), room);
    let end = from;
    let damaged = 0;
    for (let at = from; at < last; ) {
      const atEnd = start + bytes.length >= last;
      const within = at - start;
      const length = bodyLength(bytes, within);
      const whole = HEAD + (length ?? 0);
      const isInside = within + whole <= bytes.length;
      if (!isInside && !atEnd && at + whole <= last) {
        // The frame goes on behind what has been read.
        start = at;
        const needed = Math.min(Math.max(room.length, whole), last - at);
        bytes = bytesAt(start, needed, needed > room.length ? undefined : room);
        // A file that got shorter meanwhile.
        if (bytes.length < needed) break;
        continue;
      }
      const body = length === undefined || !isInside ? undefined : bodyAt(bytes, within);
      if (body && body.length > ID_BYTES) {
        damaged += at - end;
        onFrame({ offset: at, length: whole, id: Buffer.from(body.subarray(0, ID_BYTES)) });
        at += whole;
        end = at;
        continue;
      }
      // On behind the damage. A marker may lie across the end of what has been read.
      const next = markerIn(bytes, within + 1);
      if (next >= 0) at = start + next;
      else if (atEnd) break;
      else {
        start = Math.max(at + 1, start + bytes.length - HEAD);
        at = start;
        bytes = bytesAt(start, Math.min(room.length, last - start), room);
        if (bytes.length === 0) break;
      }
    }
    return { end, damaged, rest: last - end };
  });
}

type BytesAt = (offset: number, length: number, room?: Buffer) => Buffer;

/** Opened for each reading: there may be more files than a process may have open. */
function reading<T>(path: string, work: (bytesAt: BytesAt) => T): T {
  const descriptor = openSync(path, 'r');
  try {
    return work((offset, length, room = Buffer.allocUnsafe(length)) => {
      let read = 0;
      while (read < length) {
        const more = readSync(descriptor, room, read, length - read, offset + read);
        if (more === 0) break;
        read += more;
      }
      return room.subarray(0, read);
    });
  } finally {
    closeSync(descriptor);
  }
}
