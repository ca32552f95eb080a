import { StringDecoder } from 'node:string_decoder';
import { elementEnd } from './element-end.js';
import { type HeldValue, heldValue } from './held-value.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Takes the parts of a document in order; offsets are in bytes. */
export interface Parts {
  /** A bit of the frame, and the offset of the token that it is a part of. */
  frame(text: string, offset: number): void;
  /** An object or array in the frame, whole. */
  element(bytes: Buffer, offset: number): void;
  /** Takes what may be an object in the frame; false, and nothing taken, if it is not JSON. */
  guessed(bytes: Buffer, offset: number): boolean;
}

export interface Cutter {
  write(chunk: Buffer): void;
  /** What has come of an element that is not complete. */
  unfinished(): HeldValue | undefined;
}

/**
 * Cuts a JSON document into its elements - the objects and arrays inside `depth` brackets - and
 * the frame around them. Looks at quotes and brackets only; whether the parts are JSON is not its
 * business.
 *
 * @param start byte offset of the first chunk
 * @throws INPUT_SYNTAX for a very long element that cannot become JSON
 */
export function cutElements(file: string, start: number, depth: number, parts: Parts): Cutter {
  const decoder = new StringDecoder('utf8');
  let offset = start;
  let open = 0;
  let inString = false;
  /** The first byte of the next chunk follows a backslash inside a string. */
  let escaped = false;
  let held: HeldValue | undefined;
  const ends = elementEnd();
  /** Offset of the frame's token that is under way. */
  let token: number | undefined;

  /** The place after the closing quote, or -1 if it is not in this chunk. */
  const stringEnd = (chunk: Buffer, from: number): number => {
    const first = escaped ? from + 1 : from;
    let quote = chunk.indexOf(QUOTE, first);
    while (quote >= 0 && backslashesBefore(chunk, first, quote) % 2 === 1) {
      quote = chunk.indexOf(QUOTE, quote + 1);
    }
    escaped = quote < 0 && backslashesBefore(chunk, first, chunk.length) % 2 === 1;
    inString = quote < 0;
    return inString ? -1 : quote + 1;
  };

  const frame = (chunk: Buffer, from: number, to: number) => {
    if (from < to) parts.frame(decoder.write(chunk.subarray(from, to)), token ?? offset + from);
  };

  const element = (piece: Buffer, at: number) => {
    if (held) {
      held.add(piece);
      parts.element(held.bytes(), held.offset);
      held = undefined;
    } else parts.element(piece, at);
  };

  const write = (chunk: Buffer): void => {
    /** Where the element, or the bit of the frame, begins that the scan is in. */
    let from = 0;
    let at = 0;
    /** The place after the last object in the frame that ended in this chunk, or 0. */
    let lastEnd = 0;
    if (inString) at = stringEnd(chunk, 0);
    while (at >= 0 && at < chunk.length) {
      const byte = chunk[at] as number;
      if (byte === QUOTE) {
        if (open <= depth) token ??= offset + at;
        at = stringEnd(chunk, at + 1);
        continue;
      }
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (open <= depth) {
          frame(chunk, from, at);
          from = at;
          token = undefined;
        }
        if (open < depth) {
          frame(chunk, at, at + 1);
          from = at + 1;
        } else if (open === depth && byte === OPEN_BRACE) {
          if (lastEnd > 0) ends.learn(chunk, lastEnd, at);
          const end = ends.guess(chunk, at);
          if (end > 0 && parts.guessed(chunk.subarray(at, end), offset + at)) {
            at = from = lastEnd = end;
            continue;
          }
        }
        open += 1;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        open -= 1;
        if (open === depth) {
          if (byte === CLOSE_BRACE && !held) ends.correct(chunk, at + 1);
          element(chunk.subarray(from, at + 1), offset + from);
          from = at + 1;
          if (byte === CLOSE_BRACE) lastEnd = from;
        } else if (open < depth) {
          frame(chunk, from, at);
          token = undefined;
          frame(chunk, at, at + 1);
          from = at + 1;
        }
      } else if (open <= depth) {
        if (byte === COMMA) {
          frame(chunk, from, at);
          token = undefined;
          frame(chunk, at, at + 1);
          from = at + 1;
        } else if (byte > 0x20) token ??= offset + at;
      }
      at += 1;
    }
    if (open > depth) {
      held ??= heldValue(file, offset + from);
      held.add(chunk.subarray(from));
    } else frame(chunk, from, chunk.length);
    offset += chunk.length;
  };

  return { write, unfinished: () => held };
}

function backslashesBefore(bytes: Buffer, first: number, end: number): number {
  let at = end;
  while (at > first && bytes[at - 1] === BACKSLASH) at -= 1;
  return end - at;
}
